import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { IconButton } from './icon-button.tsx';

type Way = { label: string; onGo: (() => void) | null };

/** As far as a finger goes before it means the next picture, in pixels. */
const SWIPE = 48;

/** One picture of several, over the whole screen: by arrows, by buttons or by a finger one goes to the one before or after. */
export function PagedLightbox({
  open,
  onOpenChange,
  src,
  title,
  detail,
  closeLabel,
  previous,
  next,
  onError,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  src: string;
  title: string;
  detail: string;
  closeLabel: string;
  previous: Way;
  next: Way;
  onError: () => unknown;
}) {
  const start = useRef<{ x: number; y: number } | null>(null);
  const failed = useRef('');
  const onKeyDown = (event: KeyboardEvent) => {
    const way = event.key === 'ArrowLeft' ? previous : event.key === 'ArrowRight' ? next : null;
    if (!way?.onGo) return;
    event.preventDefault();
    way.onGo();
  };
  const onPointerUp = (event: PointerEvent) => {
    const from = start.current;
    start.current = null;
    if (!from || event.pointerType === 'mouse') return;
    const [x, y] = [event.clientX - from.x, event.clientY - from.y];
    if (Math.abs(x) < SWIPE || Math.abs(x) < Math.abs(y) * 1.5) return;
    (x > 0 ? previous : next).onGo?.();
  };
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-[#06080ce6]" />
        <Dialog.Content
          aria-describedby={undefined}
          onKeyDown={onKeyDown}
          onPointerDown={(event) => {
            start.current = { x: event.clientX, y: event.clientY };
          }}
          onPointerUp={onPointerUp}
          className="fixed inset-0 z-50 grid touch-pinch-zoom grid-rows-[minmax(0,1fr)_auto] place-items-center gap-2 p-4 outline-none md:px-16 md:py-8"
        >
          <Dialog.Title className="sr-only">{title}</Dialog.Title>
          <img
            key={src}
            src={src}
            alt={title}
            draggable={false}
            onError={() => {
              if (failed.current === src) return;
              failed.current = src;
              onError();
            }}
            className="max-h-[calc(100dvh-6rem)] max-w-full select-none rounded-tight object-contain"
          />
          <p aria-live="polite" className="tabular rounded-full bg-raised px-3 py-1 text-dense">
            <span className="sr-only">{`${title}. `}</span>
            {detail}
          </p>
          {([previous, next] as const).map(({ label, onGo }) => (
            <IconButton
              key={label}
              label={label}
              look="raised"
              // one that has nowhere to go stays, so that the focus does not fall out of the picture
              aria-disabled={onGo === null}
              onClick={() => onGo?.()}
              className={`absolute top-1/2 -translate-y-1/2 aria-disabled:opacity-40 ${label === previous.label ? 'left-3' : 'right-3'}`}
            >
              {label === previous.label ? (
                <ChevronLeft size={22} aria-hidden />
              ) : (
                <ChevronRight size={22} aria-hidden />
              )}
            </IconButton>
          ))}
          <Dialog.Close asChild>
            <IconButton label={closeLabel} look="raised" className="absolute top-3 right-3">
              <X size={20} aria-hidden />
            </IconButton>
          </Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
