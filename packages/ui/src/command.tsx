import { clsx } from 'clsx';
import { Command as Cmdk } from 'cmdk';
import type { ReactNode } from 'react';
import { inputLook } from './text-input.tsx';

/** Without case and accents, as people search. */
const folded = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
/** Every word asked for stands in what it is called; what begins with it comes first. */
const score = (value: string, search: string, keywords: string[] = []): number => {
  const text = folded([value, ...keywords].join(' '));
  const asked = folded(search).trim();
  if (!asked.split(/\s+/).every((word) => text.includes(word))) return 0;
  return text.startsWith(asked) ? 1 : 0.5;
};

/** A field above a list that it narrows; arrows move in the list while the field keeps the focus. */
export function Command({
  label,
  placeholder,
  search,
  onSearch,
  empty,
  children,
}: {
  label: string;
  placeholder: string;
  search: string;
  onSearch: (search: string) => void;
  empty: ReactNode;
  children: ReactNode;
}) {
  return (
    <Cmdk label={label} filter={score} loop className="grid gap-2">
      <Cmdk.Input
        autoFocus
        placeholder={placeholder}
        aria-label={placeholder}
        value={search}
        onValueChange={onSearch}
        className={inputLook}
      />
      <Cmdk.List label={label} className="max-h-[min(24rem,50dvh)] overflow-y-auto overscroll-contain">
        <Cmdk.Empty className="px-2.5 py-3 text-quiet">{empty}</Cmdk.Empty>
        {children}
      </Cmdk.List>
    </Cmdk>
  );
}

/** What belongs together, under its name. */
export function CommandGroup({ heading, children }: { heading: ReactNode; children: ReactNode }) {
  return (
    <Cmdk.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-fine [&_[cmdk-group-heading]]:text-quiet"
    >
      {children}
    </Cmdk.Group>
  );
}

/** One thing to choose. `value` tells it from the others and is what is searched. */
export function CommandItem({
  value,
  keywords,
  onSelect,
  children,
  keys,
  isLasting,
}: {
  value: string;
  keywords?: string[];
  onSelect: () => void;
  children: ReactNode;
  /** The keys that do the same. */
  keys?: string | undefined;
  /** Stays whatever is searched. */
  isLasting?: boolean;
}) {
  return (
    <Cmdk.Item
      value={value}
      {...(keywords ? { keywords } : {})}
      {...(isLasting ? { forceMount: true } : {})}
      onSelect={onSelect}
      className={clsx(
        'flex min-h-10 cursor-pointer items-center gap-3 rounded-tight px-2.5 py-1.5 data-[selected=true]:bg-sunk',
      )}
    >
      <span className="flex min-w-0 flex-1 items-center gap-3">{children}</span>
      {keys && <kbd className="shrink-0 font-sans text-fine text-quiet">{keys}</kbd>}
    </Cmdk.Item>
  );
}
