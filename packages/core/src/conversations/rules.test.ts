import { expect, test } from 'vitest';
import { workingRows } from '../../../testing/src/working-rows.ts';
import { addWorking, fillVariables, unknownVariables } from './rules.ts';

test('variables are filled, fall back to what was written for that, and leave no hole', () => {
  const values = { 'contact.firstName': 'Marta', 'agent.name': ' ', 'workspace.name': null };
  expect(fillVariables('Hola {{contact.firstName|amiga}}, soy {{ agent.name | Ana }}', values)).toEqual({
    text: 'Hola Marta, soy Ana',
    missing: [],
  });
  expect(fillVariables('Hola {{contact.name}}, gracias', {})).toEqual({
    text: 'Hola, gracias',
    missing: ['contact.name'],
  });
  // what a customer is called is text, never a variable
  expect(fillVariables('{{contact.name}}', { 'contact.name': '{{agent.name}}' }).text).toBe('{{agent.name}}');
});

test('a variable that nobody knows is named', () => {
  expect(unknownVariables('{{contact.name}} {{contact.iban}} {{ }} {{contact.iban|x}} {suelta}')).toEqual([
    'contact.iban',
    '',
  ]);
});

test.each(workingRows)('so many minutes of work have gone by: %s', (_what, hours, zone, from, minutes, due) => {
  expect(addWorking(hours, zone, new Date(from), minutes)?.toISOString() ?? null).toBe(due);
});
