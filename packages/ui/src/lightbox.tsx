import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { IconButton } from './icon-button.tsx';

/** A picture that fills the screen when its thumbnail is pressed. `label` names the press, `title` the picture. */
export function Lightbox({
  src,
  title,
  label,
  closeLabel,
  children,
}: {
  src: string;
  title: string;
  label: string;
  closeLabel: string;
  children: ReactNode;
}) {
  return (
    <Dialog.Root>
      <Dialog.Trigger aria-label={label} className="block w-fit max-w-full overflow-hidden rounded-tight bg-line">
        {children}
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-[#06080ce6]" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-0 z-50 grid place-items-center p-4 outline-none md:p-10"
        >
          <Dialog.Title className="sr-only">{title}</Dialog.Title>
          <img src={src} alt={title} className="max-h-[calc(100dvh-5rem)] max-w-full rounded-tight object-contain" />
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
