import fs from 'node:fs';
import path from 'node:path';
import { messagesOf } from '@recado/i18n/messages';
import { describe, expect, it } from 'vitest';
import { eventSentences, sentenceOf } from './event-sentence.ts';

const functions = path.resolve(import.meta.dirname, '../../../../../packages/db/functions/guard');
const sql = fs
  .readdirSync(functions)
  .map((name) => fs.readFileSync(path.join(functions, name), 'utf8'))
  .join('\n');

/** Every kind that the guard writes down, as its functions say. */
const kinds = [
  ...new Set([
    ...[...sql.matchAll(/note_event\(\w+, '(\w+)'/g)].map(([, kind]) => kind as string),
    ...[...sql.matchAll(/end_all\([^;]*?, '(\w+)', [\w.]+\)/g)].map(([, kind]) => kind as string),
    ...[...sql.matchAll(/p_reason not in \(([^)]*)\)/g)].flatMap(([, list]) => (list ?? '').match(/\w+/g) ?? []),
    'refused',
  ]),
];

describe('the sentences of a history', () => {
  it('tell every kind that the guard writes down and people are shown', () => {
    expect(kinds.length).toBeGreaterThan(12);
    const untold = kinds.filter((kind) => sentenceOf({ kind }) === 'other');
    // people are not shown these two
    expect(untold.filter((kind) => !['renew', 'card'].includes(kind))).toEqual([]);
  });

  it.each(['es', 'en'] as const)('are all there in %s', (locale) => {
    expect(Object.keys(messagesOf(locale).security.event).sort()).toEqual([...eventSentences].sort());
  });

  it('never show a kind of tomorrow by its code', () => {
    expect(sentenceOf({ kind: 'teleported' })).toBe('other');
  });

  it('say who displaced a session only when that is known', () => {
    const by = { isCurrent: false, browser: 'Chrome', system: 'Windows' };
    expect([sentenceOf({ kind: 'displaced', by }), sentenceOf({ kind: 'displaced' })]).toEqual([
      'displaced',
      'displacedUnknown',
    ]);
  });
});
