import { expect, test } from 'vitest';
import { landingOf } from './landing-of.ts';

const at = (role: string, permissions: string[] | null = null) => landingOf({ role, permissions } as never);

test('begins an agent’s day in the inbox and everybody else’s with the workspace', () => {
  expect(['owner', 'admin', 'manager', 'viewer'].map((role) => at(role))).toEqual(Array(4).fill('/home'));
  expect(at('agent')).toBe('/inbox');
  expect(at('custom', ['workspace.read', 'conversations.read', 'conversations.write'])).toBe('/inbox');
  expect(at('custom', ['workspace.read'])).toBe('/home');
  // who is nowhere is told so by the desk
  expect(landingOf(undefined)).toBe('/inbox');
});
