import { expect, test } from 'vitest';
import {
  givable,
  may,
  mayGrant,
  memberRoles,
  type Permission,
  permissions,
  rightsOf,
  rolesWith,
} from './permissions.ts';

// written out, so that nobody widens a role by the way: owner, admin, manager, agent, viewer; link_read, link_agent, link_admin
const table = `
workspace.read        o a m g v  r g a
workspace.update      o a - - -  - - a
workspace.create      o - - - -  - - -
workspace.archive     o a - - -  - - -
workspace.transfer    o - - - -  - - -
workspace.delete      o - - - -  - - -
security.read         o a - - -  - - -
security.update       o - - - -  - - -
members.read          o a m g v  - - -
members.invite        o a - - -  - - -
members.update        o a - - -  - - -
members.remove        o a - - -  - - -
teams.write           o a m - -  - - -
tags.write            o a m - -  - - -
roles.write           o a - - -  - - -
links.read            o a - - -  - - -
links.write           o a - - -  - - -
audit.read            o a - - -  - - -
audit.export          o a - - -  - - -
data.export           o a - - -  - - -
channels.read         o a m g v  r g a
channels.connect      o a - - -  - - -
contacts.read         o a m g v  r g a
contacts.write        o a m g -  - g a
contacts.merge        o a m - -  - - -
conversations.read    o a m g v  r g a
conversations.readAll o a m - v  r g a
conversations.write   o a m g -  - g a
conversations.assign  o a m - -  - - -
`;
const columns = ['owner', 'admin', 'manager', 'agent', 'viewer', 'link_read', 'link_agent', 'link_admin'];

test('every role has the rights that are written here, and no other', () => {
  const written = table
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [right, ...marks] = line.trim().split(/\s+/);
      return columns.map((role, n) => `${role} ${right} ${marks[n] !== '-'}`);
    });
  const real = permissions.flatMap((right) => columns.map((role) => `${role} ${right} ${may(role, right)}`));
  expect(real.sort()).toEqual(written.sort());
});

test('a custom role has what its list says, of what exists; an unknown role has nothing', () => {
  expect(rightsOf('custom', ['contacts.read', 'the.moon'])).toEqual(['contacts.read']);
  expect(rightsOf('custom')).toEqual([]);
  expect(rightsOf('king')).toEqual([]);
  expect(rightsOf('agent', ['members.remove'])).not.toContain('members.remove');
});

test('what is about the account is an owner’s alone: no role of the company’s own has it', () => {
  const ofOwners = ['workspace.create', 'workspace.transfer', 'workspace.delete', 'security.update'];
  expect(permissions.filter((each) => !givable.includes(each)).sort()).toEqual(ofOwners.sort());
  expect(rightsOf('custom', permissions)).toEqual(givable);
  for (const right of ofOwners)
    expect(rolesWith(right as Permission).filter((role) => role !== 'system')).toEqual(['owner']);
});

test('nobody grants what they lack: each role may give itself and those below', () => {
  const gives = memberRoles.map((role) => memberRoles.filter((other) => mayGrant(rightsOf(role), rightsOf(other))));
  expect(gives).toEqual([
    ['owner', 'admin', 'manager', 'agent', 'viewer'],
    ['admin', 'manager', 'agent', 'viewer'],
    ['manager', 'agent', 'viewer'],
    ['agent'],
    ['viewer'],
  ]);
});
