import type { ChannelDriver } from '@recado/core/channels/contract';
import { FlaskConical } from 'lucide-react';

/** Where a message travels. WhatsApp's green appears here and nowhere else. */
export function ChannelBadge({ driver, label, isBare }: { driver: ChannelDriver; label: string; isBare?: boolean }) {
  return (
    <span className="inline-flex shrink-0 items-center gap-1.5">
      {driver === 'whatsapp' ? (
        <span className="inline-flex size-4 items-center justify-center rounded-full bg-whatsapp text-on-whatsapp">
          <svg viewBox="0 0 16 16" width="10" height="10" fill="currentColor" aria-hidden>
            <path d="M8 1.5a6.3 6.3 0 0 0-5.4 9.6L1.7 14.4l3.4-.9A6.3 6.3 0 1 0 8 1.5Zm3.2 8.6c-.2.5-1 .9-1.5.9-1.2 0-4.6-2-4.9-4.6 0-.8.5-1.5 1-1.6.3 0 .5.1.6.4l.5 1.1c.1.2 0 .4-.5 1 .6 1 1.4 1.600 2.400 2 .6-.7.8-.8 1-.7l1.200.6c.3.2.3.5.200.900Z" />
          </svg>
        </span>
      ) : (
        <FlaskConical size={14} aria-hidden />
      )}
      <span className={isBare ? 'sr-only' : undefined}>{label}</span>
    </span>
  );
}
