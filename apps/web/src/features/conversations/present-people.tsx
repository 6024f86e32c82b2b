'use client';

import { Avatar } from '@recado/ui/avatar';
import { useTranslations } from 'next-intl';
import { usePresence } from '../live/presence.ts';

const shownAtMost = 3;

/** Who else has this conversation open now, in the thread's header. */
export function PresentPeople({ conversationId }: { conversationId: string }) {
  const t = useTranslations('inbox.presence');
  const people = usePresence(conversationId);
  if (people.length === 0) return null;
  const label = t('here', { names: people.map(({ name }) => name).join(', ') });
  return (
    <span className="flex shrink-0 items-center -space-x-2" title={label}>
      <span className="sr-only">{label}</span>
      {people.slice(0, shownAtMost).map(({ personId, name }, at) => (
        // a phone's header has room for one of them
        <span
          key={personId}
          className={
            at > 0
              ? 'hidden rounded-full ring-2 ring-paper md:inline-flex'
              : 'inline-flex rounded-full ring-2 ring-paper'
          }
        >
          <Avatar name={name} seed={personId} size="small" />
        </span>
      ))}
      {people.length > shownAtMost && (
        <span aria-hidden className="tabular hidden pl-3 text-fine text-quiet md:inline">
          {`+${people.length - shownAtMost}`}
        </span>
      )}
      {people.length > 1 && (
        <span aria-hidden className="tabular pl-3 text-fine text-quiet md:hidden">
          {`+${people.length - 1}`}
        </span>
      )}
    </span>
  );
}

/** That a colleague writes an answer right now: known before one sends one's own. */
export function TypingLine({ conversationId }: { conversationId: string }) {
  const t = useTranslations('inbox.presence');
  const names = usePresence(conversationId)
    .filter(({ isTyping }) => isTyping)
    .map(({ name }) => name);
  return (
    // there all the time, so that a reader's voice hears of what comes into it
    <p role="status" className="mx-auto w-full max-w-3xl px-3 text-attention text-dense md:px-6 [&:not(:empty)]:py-1.5">
      {names.length > 0 && t('typing', { count: names.length, name: names[0] ?? '', names: names.join(', ') })}
    </p>
  );
}

/** Who else has a row's conversation open, on the picture of its customer. */
export function PresentMark({ conversationId }: { conversationId: string }) {
  const t = useTranslations('inbox.presence');
  const people = usePresence(conversationId);
  const [first] = people;
  if (!first) return null;
  const label = t('here', { names: people.map(({ name }) => name).join(', ') });
  return (
    <span
      title={label}
      className="absolute -top-1 -right-1.5 grid size-5 place-items-center rounded-full border-2 border-paper bg-brand font-semibold text-fine text-on-brand"
    >
      <span aria-hidden>{people.length > 1 ? people.length : first.name[0]?.toUpperCase()}</span>
      <span className="sr-only">{label}</span>
    </span>
  );
}
