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
          // of those behind the front one nothing can be pressed until the pile is opened
          actionButton:
            'ml-auto min-h-8 min-w-8 shrink-0 whitespace-nowrap rounded-tight px-1 font-semibold text-brand in-data-[expanded=false]:in-data-[front=false]:invisible',
        },
      }}
    />
  );
}
