import { clsx } from 'clsx';
import { Check } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';

const itemLook =
  'flex min-h-9 cursor-pointer select-none items-center gap-3 rounded-tight px-2.5 py-1.5 outline-none data-[highlighted]:bg-sunk data-[disabled]:opacity-50';

/** A list of actions that hangs from a button. */
export function Menu({
  trigger,
  children,
  align = 'start',
  side = 'bottom',
}: {
  trigger: ReactNode;
  children: ReactNode;
  align?: 'start' | 'end';
  side?: 'top' | 'bottom' | 'right';
}) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="arrive z-50 max-h-[min(480px,var(--radix-dropdown-menu-content-available-height))] min-w-56 overflow-y-auto rounded-card border border-line bg-raised p-1.5 shadow-float"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** One action. */
export function MenuItem({ children, onSelect, tone }: { children: ReactNode; onSelect: () => void; tone?: 'danger' }) {
  return (
    <DropdownMenu.Item onSelect={onSelect} className={clsx(itemLook, tone === 'danger' && 'text-danger')}>
      {children}
    </DropdownMenu.Item>
  );
}

/** A group in which one choice holds, shown by a tick. */
export function MenuChoice<T extends string>({
  label,
  value,
  options,
  onValue,
}: {
  label: string;
  value: T;
  options: readonly { value: T; label: ReactNode }[];
  onValue: (value: T) => void;
}) {
  return (
    <DropdownMenu.RadioGroup value={value} onValueChange={(chosen) => onValue(chosen as T)}>
      <DropdownMenu.Label className="px-2.5 pt-2 pb-1 text-fine text-quiet">{label}</DropdownMenu.Label>
      {options.map((option) => (
        <DropdownMenu.RadioItem key={option.value} value={option.value} className={itemLook}>
          <span className="flex-1">{option.label}</span>
          <DropdownMenu.ItemIndicator>
            <Check size={16} aria-hidden className="text-brand" />
          </DropdownMenu.ItemIndicator>
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}

/** A hairline between groups. */
export function MenuLine() {
  return <DropdownMenu.Separator className="my-1.5 h-px bg-line" />;
}
