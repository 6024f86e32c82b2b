import { Toaster as Sonner, toast } from 'sonner';

export { toast };

/** Where short notices appear. They are the product's own paper, not the vendor's. */
export function Toaster({ label }: { label: string }) {
  return (
    <Sonner
      position="bottom-center"
      containerAriaLabel={label}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-full items-center gap-3 rounded-card border border-line bg-raised px-4 py-3 text-base text-ink shadow-float',
          description: 'text-quiet',
          actionButton: 'ml-auto font-semibold text-brand',
        },
      }}
    />
  );
}
