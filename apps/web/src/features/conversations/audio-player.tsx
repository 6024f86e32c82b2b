'use client';

import { formatDuration } from '@recado/i18n';
import { Pause, Play } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';

/** Plays a sound in the thread; nothing of it travels until it is asked for. */
export function AudioPlayer({ url, seconds, onError }: { url: string; seconds: number | null; onError: () => void }) {
  const t = useTranslations('conversations.media');
  const audio = useRef<HTMLAudioElement>(null);
  const [isPlaying, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(seconds ?? 0);
  const toggle = () => {
    if (isPlaying) audio.current?.pause();
    else void audio.current?.play().catch(onError);
  };
  return (
    <div className="flex w-60 items-center gap-2.5">
      {/* biome-ignore lint/a11y/useMediaCaption: voice notes have no captions */}
      <audio
        ref={audio}
        src={url}
        preload="none"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setAt(0)}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
        onLoadedMetadata={({ currentTarget: { duration } }) => Number.isFinite(duration) && setLength(duration)}
      />
      <button
        type="button"
        onClick={toggle}
        aria-label={`${isPlaying ? t('pause') : t('play')}. ${length > 0 ? t('audio', { duration: formatDuration(length) }) : t('audioUnknown')}`}
        className="flex size-10 shrink-0 items-center justify-center rounded-full bg-brand text-on-brand"
      >
        {isPlaying ? <Pause size={18} aria-hidden /> : <Play size={18} aria-hidden className="ml-0.5" />}
      </button>
      <input
        type="range"
        aria-label={t('position')}
        min={0}
        max={Math.max(1, length)}
        step={0.1}
        value={at}
        onChange={(event) => {
          const wanted = Number(event.target.value);
          setAt(wanted);
          if (audio.current) audio.current.currentTime = wanted;
        }}
        className="h-6 min-w-0 flex-1"
      />
      <span className="tabular w-9 text-right text-fine text-quiet">
        {isPlaying || at > 0 ? formatDuration(at) : length > 0 && formatDuration(length)}
      </span>
    </div>
  );
}
