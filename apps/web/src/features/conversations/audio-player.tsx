'use client';

import { formatDuration } from '@recado/i18n';
import { Pause, Play } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';

/** Plays a sound in the thread; nothing of it travels until it is asked for. */
export function AudioPlayer({ url, seconds, onError }: { url: string; seconds: number | null; onError: () => void }) {
  const t = useTranslations('conversations.media');
  const locale = useLocale();
  const audio = useRef<HTMLAudioElement>(null);
  const [isPlaying, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(seconds ?? 0);
  const [speed, setSpeed] = useSpeed();
  useEffect(() => {
    if (audio.current) audio.current.playbackRate = speed;
  }, [speed]);
  const toggle = () => {
    if (isPlaying) audio.current?.pause();
    else void audio.current?.play().catch(onError);
  };
  return (
    <div className="flex w-64 max-w-full items-center gap-2.5">
      {/* biome-ignore lint/a11y/useMediaCaption: voice notes have no captions */}
      <audio
        ref={audio}
        src={url}
        preload="none"
        onPlay={({ currentTarget }) => {
          currentTarget.playbackRate = speed;
          setPlaying(true);
        }}
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
      <button
        type="button"
        onClick={() => setSpeed(speeds[(speeds.indexOf(speed) + 1) % speeds.length] ?? 1)}
        aria-label={t('speed', { speed })}
        className="tabular min-h-6 min-w-9 shrink-0 rounded-full border px-1.5 text-fine"
      >
        {`${speed.toLocaleString(locale)}×`}
      </button>
    </div>
  );
}

const speeds: readonly number[] = [1, 1.5, 2];
const speedKey = 'recado.audioSpeed';
const speedListeners = new Set<() => void>();
const readSpeed = (): number => {
  const kept = Number(localStorage.getItem(speedKey));
  return speeds.includes(kept) ? kept : 1;
};

/** How fast sounds are played: one choice for all of them, remembered in this browser. */
function useSpeed(): [speed: number, setSpeed: (speed: number) => void] {
  const speed = useSyncExternalStore(
    (listener) => {
      speedListeners.add(listener);
      return () => void speedListeners.delete(listener);
    },
    readSpeed,
    () => 1,
  );
  return [
    speed,
    (next) => {
      localStorage.setItem(speedKey, String(next));
      for (const listener of speedListeners) listener();
    },
  ];
}
