import { Monitor, Smartphone, Tablet } from 'lucide-react';

/** The shape of a device. Its name says the same, so that readers skip it. */
export function DeviceIcon({ type }: { type: string | undefined }) {
  const Icon = type === 'mobile' ? Smartphone : type === 'tablet' ? Tablet : Monitor;
  return <Icon size={20} strokeWidth={1.8} aria-hidden className="mt-0.5 shrink-0 text-quiet" />;
}
