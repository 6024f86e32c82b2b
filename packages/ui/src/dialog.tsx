import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { IconButton } from './icon-button.tsx';

/** A sheet over the page for one decision. Esc and the veil close it; on a phone it rises from the bottom edge. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  closeLabel,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  closeLabel: string;
  children?: ReactNode;
}) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        {/* as high as the sheets, so that one that comes up over another veils it too */}
        <Radix.Overlay className="fixed inset-0 z-50 bg-veil" />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          className="arrive fixed inset-x-0 bottom-0 z-50 max-h-[92dvh] overflow-y-auto rounded-t-card bg-raised p-6 shadow-float sm:top-1/2 sm:bottom-auto sm:left-1/2 sm:w-[440px] sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-card"
        >
          <div className="mb-2 flex items-start justify-between gap-4">
            <Radix.Title className="wrap-anywhere font-serif text-title">{title}</Radix.Title>
            <Radix.Close asChild>
              <IconButton label={closeLabel} className="-mt-1 -mr-2">
                <X size={18} aria-hidden />
              </IconButton>
            </Radix.Close>
          </div>
          {description && <Radix.Description className="text-body text-quiet">{description}</Radix.Description>}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
