'use client';

import { inputLook } from '@recado/ui/text-input';
import { clsx } from 'clsx';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef, useState } from 'react';

export type Kind = 'text' | 'notes' | 'number' | 'date' | 'email' | 'url' | 'tel' | 'choice' | 'choices';

/**
 * A fact that is read until it is pressed, and then written in its place. Enter keeps it, Escape does not; leaving it keeps it too.
 * `value` is what is written, `shown` what is read.
 */
export function InlineEdit({
  label,
  kind,
  value,
  shown,
  options = [],
  mayWrite,
  onValue,
}: {
  label: string;
  kind: Kind;
  value: string;
  shown?: ReactNode;
  options?: readonly (readonly [value: string, label: string])[];
  mayWrite: boolean;
  onValue: (value: string) => void;
}) {
  const t = useTranslations('contacts.profile');
  const [text, setText] = useState<string | null>(null);
  const control = useRef<HTMLElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const isOpen = text !== null;
  useEffect(() => {
    if (isOpen) control.current?.focus();
  }, [isOpen]);
  const isDone = useRef(false);
  const open = () => {
    isDone.current = false;
    setText(value);
  };
  // once for each time it is opened: what is taken away loses the focus as well
  const close = (kept: string | null, isByKey = false) => {
    if (isDone.current) return;
    isDone.current = true;
    setText(null);
    if (kept !== null && kept.trim() !== value) onValue(kept.trim());
    // whoever left by a press elsewhere is there already
    if (isByKey) requestAnimationFrame(() => opener.current?.focus());
  };
  const read = shown || value || <span className="text-quiet">{t('nothing')}</span>;
  if (!mayWrite) return <span className="wrap-anywhere min-h-6">{read}</span>;
  if (text === null)
    return (
      <button
        ref={opener}
        type="button"
        onClick={open}
        className="wrap-anywhere -ml-2 min-h-8 whitespace-pre-wrap rounded-tight px-2 py-1 text-left hover:bg-sunk"
      >
        <span className="sr-only">{t('edit', { field: label })}: </span>
        {read}
      </button>
    );
  const common = {
    'aria-label': label,
    value: text,
    className: clsx(inputLook, kind === 'notes' ? 'h-28 py-2' : 'h-10', 'text-base'),
    onKeyDown: (event: React.KeyboardEvent) => {
      if (event.key === 'Escape') close(null, true);
      if (event.key === 'Enter' && kind !== 'notes') close(text, true);
    },
  };
  if (kind === 'choice')
    return (
      <select
        {...common}
        ref={(element) => {
          control.current = element;
        }}
        onBlur={() => close(null)}
        onChange={({ target }) => close(target.value, true)}
      >
        <option value="">{t('nothing')}</option>
        {options.map(([each, name]) => (
          <option key={each} value={each}>
            {name}
          </option>
        ))}
      </select>
    );
  if (kind === 'choices')
    return (
      <select
        {...common}
        multiple
        className={clsx(inputLook, 'h-28 py-2 text-base')}
        value={text.split('\n')}
        ref={(element) => {
          control.current = element;
        }}
        onBlur={() => close(text)}
        onChange={({ target }) => setText([...target.selectedOptions].map((each) => each.value).join('\n'))}
      >
        {options.map(([each, name]) => (
          <option key={each} value={each}>
            {name}
          </option>
        ))}
      </select>
    );
  if (kind === 'notes')
    return (
      <textarea
        {...common}
        maxLength={4000}
        ref={(element) => {
          control.current = element;
        }}
        onBlur={() => close(text)}
        onChange={({ target }) => setText(target.value)}
      />
    );
  return (
    <input
      {...common}
      type={kind}
      maxLength={kind === 'text' ? 500 : undefined}
      ref={(element) => {
        control.current = element;
      }}
      onBlur={() => close(text)}
      onChange={({ target }) => setText(target.value)}
    />
  );
}
