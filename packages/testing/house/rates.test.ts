import { rateClasses } from '@recado/api/rates';
import { appRouter } from '@recado/api/trpc';
import { visitorRouter } from '@recado/api/trpc/visitor';
import { expect, test } from 'vitest';
import { frontDoorRoutes } from '../../../apps/web/src/server/front-door-routes.ts';

const names = Object.keys(rateClasses);

test('every procedure has a class of rates, and without a session only what proves nothing has that of sessions', () => {
  const procedures = Object.entries(
    appRouter._def.procedures as unknown as Record<string, { _def: { meta?: { rate?: string; door?: string } } }>,
  );
  expect(procedures.length).toBeGreaterThan(20);
  expect(procedures.filter(([, { _def }]) => !names.includes(_def.meta?.rate ?? '')).map(([name]) => name)).toEqual([]);
  const open = procedures.filter(([, { _def }]) => _def.meta?.door !== 'session');
  expect(open.filter(([, { _def }]) => _def.meta?.rate === 'app').map(([name]) => name)).toEqual([
    'auth.pending',
    'auth.logOut',
    'sessionsSingle.noteCard',
    'sessionsSingle.reportNotMe',
  ]);
});

test('every procedure of visitors is counted by device, and none is there without one', () => {
  const procedures = Object.values(
    visitorRouter._def.procedures as unknown as Record<string, { _def: { meta?: { rate?: string; door?: string } } }>,
  );
  expect(new Set(procedures.map(({ _def }) => `${_def.meta?.door} ${_def.meta?.rate}`))).toEqual(
    new Set(['session app']),
  );
});

test('every route of the front door has one, or says why not', () => {
  const others = Object.entries(frontDoorRoutes).filter(([, { rate }]) => !names.includes(rate));
  expect(others.map(([name, { rate }]) => [name, rate])).toEqual([
    ['api', 'of each procedure'],
    ['operatorLogo', 'not counted'],
    ['visitorApi', 'of each procedure'],
    ['visitorPage', 'not counted'],
    ['billingEvent', 'not counted'],
    ['serviceWorker', 'not counted'],
    ['page', 'not counted'],
  ]);
});
