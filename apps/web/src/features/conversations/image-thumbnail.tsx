'use client';

import type { MediaRow } from '@recado/core/conversations/contract';
import { Lightbox } from '@recado/ui/lightbox';
import { useTranslations } from 'next-intl';
import { useShowPicture } from './pictures.tsx';

const longestSide = 280;

/** A picture in the thread, its place kept before it arrives; pressed, it fills the screen. */
export function ImageThumbnail({
  media,
  url,
  caption,
  onError,
}: {
  media: MediaRow;
  url: string;
  caption: string | null;
  onError: () => void;
}) {
  const t = useTranslations('conversations.media');
  const tCommon = useTranslations('common');
  const name = caption ? t('imageOf', { caption }) : t('image');
  const scale = media.width && media.height ? Math.min(1, longestSide / Math.max(media.width, media.height)) : null;
  const size = scale &&
    media.width &&
    media.height && { width: Math.round(media.width * scale), height: Math.round(media.height * scale) };
  const show = useShowPicture();
  const picture = (
    <img
      src={url}
      alt=""
      loading="lazy"
      decoding="async"
      onError={onError}
      {...(size || {})}
      className={size ? 'max-w-full' : 'size-60 object-cover'}
    />
  );
  const label = `${t('open')}. ${name}`;
  // in a thread one goes on to the other pictures; a sticker is looked at alone
  if (show && media.kind === 'image')
    return (
      <button
        type="button"
        aria-label={label}
        aria-haspopup="dialog"
        className="block w-fit max-w-full overflow-hidden rounded-tight bg-line"
        onClick={() => show(media.id)}
      >
        {picture}
      </button>
    );
  return (
    <Lightbox src={url} title={name} label={label} closeLabel={tCommon('close')}>
      {picture}
    </Lightbox>
  );
}
