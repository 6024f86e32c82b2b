'use client';

import { memberRoles } from '@recado/core/access/contract';
import { industries } from '@recado/core/identity/contract';
import { formatWhen } from '@recado/i18n';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { useReading } from '../shell/use-reading.ts';
import { sentenceKey, thingOf, wordsOf } from './tell-act.ts';
import type { Names, ToldRow } from './use-audit.ts';

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

/** Says the rows of the record in the reader's language: sentences, fields and values. `names` are those of the ids in them. */
export function useTell(names: Names) {
  const t = useTranslations('audit');
  const tPeople = useTranslations('people');
  const tTrade = useTranslations('identity.signup.industries');
  const tVisible = useTranslations('workspaces.one.visible');
  const locale = useLocale();
  const { viewer } = useDesk();
  const reading = { ...useReading(), timeZone: viewer.person.timeZone };

  const who = ({ actor }: Pick<ToldRow, 'actor'>): string => {
    const name = actor.name ?? (actor.id === null ? undefined : names[actor.id]);
    if (actor.kind === 'system') return t('who.system');
    if (actor.kind === 'link') return name ? t('who.link', { name }) : t('who.linkUnnamed');
    return name ?? t(`who.${actor.kind === 'person' ? 'someone' : actor.kind}`);
  };

  /** The name of what it was done to, as it was called then if the row says so. */
  const nameOf = (row: ToldRow): string | undefined =>
    (typeof row.detail.name === 'string' && row.detail.name) ||
    (row.subject ? names[row.subject] : undefined) ||
    undefined;
  const what = (row: ToldRow): string => nameOf(row) ?? t(`what.${thingOf(row.action)}`);

  const roleName = (role: string, customRoleId?: unknown): string => {
    if (role === 'custom') return names[String(customRoleId)] ?? tPeople('roles.custom.name');
    const known = memberRoles.find((each) => each === role);
    if (known) return tPeople(`roles.${known}.name`);
    return t.has(`value.role.${role}` as never) ? t(`value.role.${role}` as never) : role;
  };
  const personName = (id: string): string => names[id] ?? t('what.person');

  const sentence = (row: ToldRow): ReactNode => {
    const words = wordsOf(row);
    const key = `act.${sentenceKey(row.action)}`;
    return t.rich(
      (t.has(key as never) ? key : 'act.other') as 'act.other',
      {
        ...words,
        who: who(row),
        what: what(row),
        role: roleName(words.role, row.detail.customRoleId),
        from: roleName(words.from, row.before?.customRoleId),
        to: words.to ? personName(words.to) : 'none',
        format: words.format && value('format', words.format),
        b: (chunks: ReactNode) => <b className="wrap-anywhere font-semibold">{chunks}</b>,
      } as never,
    );
  };

  const field = (name: string): string => {
    const key = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    if (t.has(`field.${key}` as never)) return t(`field.${key}` as never);
    const said = key.replace(/([A-Z])/g, ' $1').toLowerCase();
    return said.charAt(0).toUpperCase() + said.slice(1);
  };

  const value = (name: string, given: unknown): string => {
    const isNothing =
      given === null || given === undefined || given === '' || (Array.isArray(given) && given.length === 0);
    const key = `value.${name}.${isNothing ? 'null' : String(given)}`;
    // a value with a dot would be read as a way into the catalogue
    if (/^[\w.]+$/.test(key) && typeof given !== 'object' && t.has(key as never)) return t(key as never);
    if (isNothing) return t.has(key as never) ? t(key as never) : t('open.empty');
    if (typeof given === 'boolean') return t(given ? 'open.yes' : 'open.no');
    if (typeof given === 'number') return new Intl.NumberFormat(locale).format(given);
    if (Array.isArray(given)) return given.map((each) => one(name, each)).join('\n');
    if (typeof given === 'object')
      return Object.entries(given as object)
        .map(([inner, each]) => `${ID.test(inner) ? one(name, inner) : field(inner)}: ${value(inner, each)}`)
        .join('\n');
    return one(name, given);
  };

  /** One text, by what it is the value of. */
  const one = (name: string, given: unknown): string => {
    const text = String(given);
    if (name === 'permissions' && tPeople.has(`ownRoles.permission.${text}` as never))
      return tPeople(`ownRoles.permission.${text}` as never);
    if (name === 'fields') return field(text);
    if (name === 'role') return roleName(text);
    if (name === 'visibility' && tVisible.has(text as never)) return tVisible(text as never);
    const trade = name === 'industry' && industries.find((each) => each === text);
    if (trade) return tTrade(trade);
    if (ID.test(text)) return names[text] ?? t(/person|heir|assignee/i.test(name) ? 'what.person' : 'what.other');
    if (INSTANT.test(text) && !Number.isNaN(Date.parse(text))) return formatWhen(new Date(text), reading);
    return text;
  };

  return { who, what, nameOf, sentence, field, value, reading };
}
