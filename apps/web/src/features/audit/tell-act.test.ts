import fs from 'node:fs';
import path from 'node:path';
import { accessEvents } from '@recado/core/access/contract';
import { billingEvents } from '@recado/core/billing/contract';
import { channelEvents } from '@recado/core/channels/contract';
import { complianceEvents } from '@recado/core/compliance/contract';
import { contactEvents } from '@recado/core/contacts/contract';
import { conversationEvents } from '@recado/core/conversations/contract';
import { exportEvents } from '@recado/core/exports/contract';
import { identityEvents } from '@recado/core/identity/contract';
import { importEvents } from '@recado/core/imports/contract';
import { planEvents } from '@recado/core/plans/contract';
import { policiesEvents } from '@recado/core/policies/contract';
import { tagEvents } from '@recado/core/tags/contract';
import { workspaceEvents } from '@recado/core/workspaces/contract';
import { messagesOf } from '@recado/i18n/messages';
import { createTranslator } from 'next-intl';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { changesOf, factsOf, isLook, sentenceKey, thingOf, wordsOf } from './tell-act.ts';

type Event = { name: string; payload: z.ZodObject };
const tables: Record<string, Record<string, Event>> = {
  accessEvents,
  billingEvents,
  channelEvents,
  complianceEvents,
  contactEvents,
  conversationEvents,
  exportEvents,
  identityEvents,
  importEvents,
  planEvents,
  policiesEvents,
  tagEvents,
  workspaceEvents,
};

const packages = path.resolve(import.meta.dirname, '../../../../../packages');
const textsIn = (folder: string, of: RegExp): string[] =>
  fs
    .readdirSync(path.join(packages, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => of.test(name) && !name.includes('.test.'))
    .map((name) => fs.readFileSync(path.join(packages, folder, name), 'utf8'));

/** What verbs write down, and what is looked at, as the code names it. */
const verbs = textsIn('core/src', /\.ts$/).flatMap((text) =>
  [...text.matchAll(/\brecord\(([^,]*?),|looks:[\s\S]*?event: (\w+\.\w+)/g)].flatMap(
    ([, recorded, looked]) => (recorded ?? looked ?? '').match(/\b\w+Events\.\w+/g) ?? [],
  ),
);
/** What functions of the database only tell listeners of: nobody's acts, or told of acts that are written down elsewhere. */
const ONLY_TOLD = [
  'billing/credit.made',
  'billing/dispute.changed',
  'billing/invoice.credited',
  'billing/invoice.paid',
  'billing/order.asked',
  'billing/sync.requested',
  'identity/mail.queued',
  'identity/account.alarmed',
  'conversations/conversation.turned',
  'channels/channel.went_down',
  'notifications/notification.made',
];
/** What functions of the database write down, by name; the runs of jobs are nobody's acts. */
const written = textsIn('db/functions', /\.sql$/)
  .flatMap((text) => [...text.matchAll(/'([a-z]+\/[a-z_]+\.[a-z_]+)'/g)].map(([, name]) => name as string))
  .filter((name) => !name.startsWith('inngest/') && !ONLY_TOLD.includes(name));
const eventOf = (said: string): Event => {
  const [table = '', key = ''] = said.split('.');
  const found = tables[table]?.[key];
  if (!found) throw new Error(`The contract of ${said} is not known here.`);
  return found;
};
const acts = [...new Set([...verbs.map((said) => eventOf(said).name), ...written])].sort();
const every = Object.values(tables).flatMap((table) => Object.values(table));

/** What stands at a path of the catalogue. */
const at = (tree: unknown, way: string): unknown =>
  way.split('.').reduce<unknown>((found, step) => (found as Record<string, unknown> | undefined)?.[step], tree);

describe('the sentences of the record', () => {
  it('are looked for where acts are written down', () => {
    expect(verbs.length).toBeGreaterThan(35);
    expect(acts).toEqual(
      expect.arrayContaining(['access/member.joined', 'channels/channel.logout_asked', 'policies/security.read']),
    );
  });

  describe.each(['es', 'en'] as const)('in %s', (locale) => {
    it.each(acts)('tell %s', (action) => {
      const sentence = at(messagesOf(locale).audit.act, sentenceKey(action));
      expect(sentence).toBeTypeOf('string');
      // who did it stands in every one
      expect(sentence).toContain('{who}');
    });

    it.each(acts)('have all that they need to tell %s, however little stands in the row', (action) => {
      const faults: unknown[] = [];
      const t = createTranslator({
        locale,
        messages: messagesOf(locale),
        namespace: 'audit',
        onError: (error) => faults.push(error.message),
      });
      const words = { ...wordsOf({ detail: {} }), who: 'Ana', what: 'Bea', to: 'none', b: (text: unknown) => text };
      const told = String(t.rich(`act.${sentenceKey(action)}` as never, words as never));
      expect(faults).toEqual([]);
      expect(told).not.toMatch(/[{}]/);
    });

    it('are of acts that exist, but for one of tomorrow and one of yesterday', () => {
      const { other: _other, ...groups } = messagesOf(locale).audit.act;
      const told = Object.entries(groups).flatMap(([group, of]) => Object.keys(of).map((key) => `${group}.${key}`));
      const known = [...acts, 'conversations/message.queued'].map(sentenceKey);
      expect(told.filter((each) => !known.includes(each))).toEqual([]);
    });

    it('name every value of an act that is shown beside them', () => {
      const names = messagesOf(locale).audit.field as Record<string, string>;
      const unnamed = every
        .filter(({ name }) => acts.includes(name))
        .flatMap(({ name, payload }) => {
          const detail = Object.fromEntries(Object.keys(payload.shape).map((key) => [key, 'x']));
          return factsOf({ detail, before: null, after: null })
            .filter(({ field }) => !names[field])
            .map(({ field }) => `${name}: ${field}`);
        });
      expect(unnamed).toEqual([]);
    });
  });
});

describe('an entry', () => {
  const row = (detail: Record<string, unknown>, before: object | null = null, after: object | null = null) =>
    ({ detail, before, after }) as Parameters<typeof changesOf>[0];

  it('shows each field that differs, with what was there and what is', () => {
    expect(changesOf(row({}, { name: 'Ana', notes: null }, { name: 'Eva', notes: 'x' }))).toEqual([
      { field: 'name', before: 'Ana', after: 'Eva' },
      { field: 'notes', before: null, after: 'x' },
    ]);
  });

  it('shows changes that the act tells itself', () => {
    expect(changesOf(row({ before: { color: '#fff' }, after: { color: '#000' } }))).toEqual([
      { field: 'color', before: '#fff', after: '#000' },
    ]);
  });

  it('says nothing twice: no ids that the sentence names, and no fields that the changes show', () => {
    expect(factsOf(row({ contactId: 'c', fields: ['name'] }, { name: 'a' }, { name: 'b' }))).toEqual([]);
    expect(factsOf(row({ linkId: 'l', fields: ['days'] }))).toEqual([{ field: 'fields', value: ['days'] }]);
  });

  it('knows what it is about, and whether it only looked', () => {
    expect([thingOf('access/member.blocked'), thingOf('tomorrow/thing.done')]).toEqual(['person', 'other']);
    expect([isLook('compliance/audit.read'), isLook('compliance/audit.exported')]).toEqual([true, false]);
  });
});
