'use client';

import type { MediaRow } from '@recado/core/conversations/contract';
import { Lightbox } from '@recado/ui/lightbox';
import { useTranslations } from 'next-intl';

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
  return (
    <Lightbox src={url} title={name} label={`${t('open')}. ${name}`} closeLabel={tCommon('close')}>
      <img
        src={url}
        alt=""
        loading="lazy"
        decoding="async"
        onError={onError}
        {...(size || {})}
        className={size ? 'max-w-full' : 'size-60 object-cover'}
      />
    </Lightbox>
  );
}
