'use client';

import type { MediaRow } from '@recado/core/conversations/contract';
import { formatBytes } from '@recado/i18n';
import { Download, FileText } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useRef } from 'react';
import { AudioPlayer } from './audio-player.tsx';
import { ImageThumbnail } from './image-thumbnail.tsx';

/** The file of a message: seen, heard, watched or fetched. Its address runs out, so a refused one is asked for again, once. */
export function MessageMedia({
  media,
  caption,
  onStale,
}: {
  media: MediaRow;
  caption: string | null;
  onStale: () => unknown;
}) {
  const t = useTranslations('conversations.media');
  const asked = useRef('');
  if (media.state === 'failed') return <p className="text-quiet italic">{t('unavailable')}</p>;
  if (media.state === 'pending' || !media.url) return <p className="text-quiet italic">{t('pending')}</p>;
  const { url } = media;
  const refresh = () => {
    if (asked.current === url) return;
    asked.current = url;
    onStale();
  };
  switch (media.kind) {
    case 'image':
    case 'sticker':
      return <ImageThumbnail media={media} url={url} caption={caption} onError={refresh} />;
    case 'audio':
    case 'voice':
      return <AudioPlayer url={url} seconds={media.seconds} onError={refresh} />;
    case 'video':
      return (
        // biome-ignore lint/a11y/useMediaCaption: what customers send has no captions
        <video
          src={url}
          controls
          preload="metadata"
          aria-label={t('video')}
          onError={refresh}
          className="max-h-80 w-full max-w-sm rounded-tight"
        />
      );
    default:
      return <DocumentLink media={media} url={url} />;
  }
}

function DocumentLink({ media, url }: { media: MediaRow; url: string }) {
  const t = useTranslations('conversations.media');
  const tKinds = useTranslations('conversations.kinds');
  const locale = useLocale();
  const name = media.name ?? tKinds('document');
  return (
    <a
      href={url}
      download={name}
      className="flex items-center gap-3 rounded-tight bg-paper/60 px-3 py-2 hover:bg-paper"
    >
      <FileText size={24} aria-hidden className="shrink-0 text-brand" />
      <span className="sr-only">{t('download')} </span>
      <span className="grid min-w-0 flex-1">
        <span className="truncate font-medium text-base">{name}</span>
        <span className="tabular text-fine text-quiet">{formatBytes(media.bytes, locale)}</span>
      </span>
      <Download size={18} aria-hidden className="shrink-0 text-quiet" />
    </a>
  );
}
