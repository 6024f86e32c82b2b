import { expect, it } from 'vitest';
import { pathOf, stateOf } from './rules.ts';

const nothing = {
  industry: 'health',
  hasNumber: false,
  hasReceived: false,
  hasAnswered: false,
  hasImported: false,
  workspaces: 1,
  links: 0,
  people: 1,
};

it('an agency has a path of its own, every other trade a business’s', () => {
  expect(pathOf('agency')).toBe('agency');
  expect(pathOf('health')).toBe('business');
});

it('the first step that is neither done nor passed by is the one to do', () => {
  expect(stateOf(nothing, []).current).toBe('connect');
  expect(stateOf({ ...nothing, hasNumber: true }, []).current).toBe('receive');
  expect(stateOf({ ...nothing, hasNumber: true, hasReceived: true }, []).current).toBe('answer');
  expect(stateOf({ ...nothing, hasReceived: true, hasAnswered: true }, []).current).toBe('import');
  expect(stateOf({ ...nothing, hasReceived: true, hasAnswered: true, hasImported: true }, []).current).toBe('tour');
  const skipped = [{ step: 'connect', isDone: false, isSkipped: true }];
  expect(stateOf(nothing, skipped).current).toBe('receive');
});

it('what was passed by counts as done once it exists, and what was done stays so', () => {
  const skipped = [{ step: 'connect', isDone: false, isSkipped: true }];
  expect(stateOf({ ...nothing, hasNumber: true }, skipped).steps[0]).toEqual({ step: 'connect', state: 'done' });
  const done = [{ step: 'connect', isDone: true, isSkipped: false }];
  expect(stateOf(nothing, done).steps[0]).toEqual({ step: 'connect', state: 'done' });
});

it('a message that came proves a number, though none is connected any more', () => {
  expect(stateOf({ ...nothing, hasReceived: true }, []).current).toBe('answer');
});

it('an agency is through when a client’s company, a link and somebody to hand over to are there', () => {
  const agency = { ...nothing, industry: 'agency', hasNumber: true, hasReceived: true, hasAnswered: true };
  expect(stateOf(agency, []).current).toBe('workspace');
  expect(stateOf({ ...agency, workspaces: 2 }, []).current).toBe('link');
  expect(stateOf({ ...agency, workspaces: 2, links: 1 }, []).current).toBe('handOver');
  expect(stateOf({ ...agency, workspaces: 2, links: 1, people: 2 }, []).current).toBeNull();
});
