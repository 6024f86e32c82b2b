import { featureNames, limitNames } from '@recado/core/plans/contract';
import { comingRows } from '@recado/core/plans/rules';
import { expect, test } from 'vitest';
import { BY_ACTS, LATER } from './limited.ts';
import { listFiles, readText } from './tree.ts';

/** Where something that a plan limits is made. Each such place asks for room, or is said here to need none, and why. */
const TABLES: Record<string, string> = {
  contact: "take_room('contacts'",
  channel: "take_room('numbers'",
  message: "take_room('messages'",
  workspace: 'lacks_room(',
  invitation: 'seat_for(',
};
const WITHOUT: Record<string, string> = {
  'packages/db/functions/app/030-messages.sql app.contact': 'somebody wrote: what comes in is never refused',
  'packages/db/functions/guard/040-signup.sql app.workspace': 'the first of a new account',
};
const INSERT = /insert into (?:app|guard)\.(contact|channel|message|workspace|invitation)\b(?!_)/g;

const makers = listFiles()
  .filter((file) => /^packages\/(db\/functions|core\/src)\/.*\.(sql|ts)$/.test(file) && !file.includes('.test.'))
  .flatMap((file) => {
    const text = readText(file);
    const made = [...new Set([...text.matchAll(INSERT)].map((found) => found[1] as string))];
    return made.map((table) => ({ file, table, asks: text.includes(TABLES[table] as string) }));
  });

test('nothing makes what a plan limits without asking for room, but where it says why', () => {
  expect(makers.length).toBeGreaterThan(6);
  const silent = makers
    .filter(({ asks }) => !asks)
    .map(({ file, table }) => `${file} ${table === 'invitation' ? 'guard' : 'app'}.${table}`);
  expect(silent.sort()).toEqual(
    Object.keys(WITHOUT)
      .sort()
      .filter((each) => silent.includes(each)),
  );
  const known = makers.map(({ file, table }) => `${file} app.${table}`);
  expect(Object.keys(WITHOUT).filter((each) => !known.includes(each))).toEqual([]);
});

test('each limit of a plan has its act, which is tried with a hundred at once, or nothing yet that could use it up', () => {
  expect([...BY_ACTS, ...Object.keys(LATER)].sort()).toEqual([...limitNames, 'seats'].sort());
});

test('whoever shows plans says what is still to come: of limits those without an act, of features none that a verb asks for', () => {
  const coming = [...comingRows];
  expect(coming.filter((row) => (limitNames as readonly string[]).includes(row)).sort()).toEqual(
    Object.keys(LATER)
      .filter((name) => name !== 'historyDays')
      .sort(),
  );
  const source = listFiles()
    .filter((file) => /^packages\/(db\/functions|core\/src)\/.*\.(sql|ts)$/.test(file) && !file.includes('.test.'))
    .map(readText)
    .join('\n');
  const asked = featureNames.filter((name) => source.includes(`lacks_feature('${name}'`));
  expect(asked.length).toBeGreaterThan(3);
  expect(asked.filter((name) => comingRows.has(name))).toEqual([]);
});
