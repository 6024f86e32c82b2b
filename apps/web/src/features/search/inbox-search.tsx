'use client';

import { IconButton } from '@recado/ui/icon-button';
import { inputLook } from '@recado/ui/text-input';
import { clsx } from 'clsx';
import { Search, SlidersHorizontal, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { OnePerson, SearchFilters } from './search-filters.tsx';
import { SearchResults } from './search-results.tsx';
import { type Narrowing, usePaused } from './use-search.ts';

const longest = 200;

/** The field above the list. While something is asked, what was found stands where the list was; the list keeps its place beneath. */
export function InboxSearch({ openId, children }: { openId: string | undefined; children: ReactNode }) {
  const t = useTranslations('search');
  const [text, setText] = useState('');
  const [narrowing, setNarrowing] = useState<Narrowing>({});
  const [isFiltering, setFiltering] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const room = useRef<HTMLDivElement>(null);
  const asked = usePaused(text.trim());
  const isSearching = text.trim() !== '';
  const leave = () => {
    setText('');
    setNarrowing({});
    setFiltering(false);
  };

  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      event.preventDefault();
      field.current?.focus();
      field.current?.select();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && isSearching) {
      event.preventDefault();
      leave();
      field.current?.focus();
      return;
    }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const isInList = event.target === field.current || (event.target as HTMLElement).closest?.('[data-search-results]');
    if (step === 0 || !isSearching || !isInList) return;
    const stops = [
      field.current,
      ...(room.current?.querySelectorAll<HTMLElement>('[data-found-person], [data-found-message]') ?? []),
    ];
    const at = stops.indexOf(document.activeElement as HTMLInputElement);
    const next = stops[Math.max(0, Math.min(stops.length - 1, at + step))];
    event.preventDefault();
    next?.focus();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the field and of what was found, together
    <div ref={room} onKeyDown={onKeyDown} className="flex min-h-0 flex-1 flex-col">
      <search className="flex items-center gap-1 px-3 pt-2.5 pb-2">
        <div className="relative min-w-0 flex-1">
          <Search
            size={16}
            aria-hidden
            className="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-quiet"
          />
          <input
            ref={field}
            type="text"
            inputMode="search"
            enterKeyHint="search"
            autoComplete="off"
            spellCheck={false}
            maxLength={longest}
            aria-label={t('label')}
            aria-keyshortcuts="/"
            placeholder={t('placeholder')}
            value={text}
            onChange={(event) => setText(event.target.value)}
            className={clsx(inputLook, 'h-10 pl-9', isSearching && 'pr-10')}
          />
          {isSearching && (
            <IconButton
              size="small"
              label={t('clear')}
              onClick={() => {
                leave();
                field.current?.focus();
              }}
              className="absolute top-1 right-1"
            >
              <X size={16} aria-hidden />
            </IconButton>
          )}
        </div>
        {isSearching && (
          <IconButton
            label={t('filters.label')}
            aria-expanded={isFiltering}
            aria-pressed={isFiltering}
            onClick={() => setFiltering(!isFiltering)}
          >
            <SlidersHorizontal size={18} aria-hidden />
          </IconButton>
        )}
      </search>
      {isSearching && narrowing.contact && (
        <OnePerson
          name={narrowing.contact.name}
          onLeave={() => {
            const { contact: _contact, ...rest } = narrowing;
            setNarrowing(rest);
          }}
        />
      )}
      {isSearching && isFiltering && <SearchFilters value={narrowing} onValue={setNarrowing} />}
      {isSearching && (
        <SearchResults
          text={asked}
          narrowing={narrowing}
          openId={openId}
          onPerson={(contact) => setNarrowing({ ...narrowing, contact })}
        />
      )}
      <div className={clsx('min-h-0 flex-1 flex-col', isSearching ? 'hidden' : 'flex')}>{children}</div>
    </div>
  );
}

/** Where a slash is a slash: in what people write in, and while a dialog is open. */
function isTyping(target: EventTarget | null): boolean {
  const at = target as HTMLElement | null;
  return (
    at?.isContentEditable === true ||
    /^(INPUT|TEXTAREA|SELECT)$/.test(at?.tagName ?? '') ||
    document.querySelector('[role="dialog"]') !== null
  );
}
