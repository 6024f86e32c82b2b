import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { loadKeyring } from '@recado/runtime/crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openInstallation } from './installation.ts';
import { FolderTaken, holderOf, takeFolder } from './leftovers.ts';
import { choosePort, freePort, isPortFree } from './ports.ts';

let folder: string;
beforeEach(() => {
  folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'recado-installation-')), 'data');
});
afterEach(() => fs.rmSync(path.dirname(folder), { recursive: true, force: true }));

test('makes its secrets once and keeps them', () => {
  const first = openInstallation(folder);
  const password = first.demoPassword('ana@example.com');
  const second = openInstallation(folder);
  expect(second.simulatorToken).toBe(first.simulatorToken);
  expect([second.jobsSigningKey, second.jobsEventKey]).toEqual([first.jobsSigningKey, first.jobsEventKey]);
  expect(first.jobsSigningKey).toMatch(/^signkey-prod-[0-9a-f]{64}$/);
  expect(second.demoPassword('ana@example.com')).toBe(password);
  expect(second.demoPassword('eva@example.com')).not.toBe(password);
  expect(loadKeyring({ RECADO_KEYS_FILE: second.keysFile }).current).toBe('k1');
});

test('two installations share no secret', () => {
  const [one, other] = [openInstallation(folder), openInstallation(`${folder}-other`)];
  expect(one.simulatorToken).not.toBe(other.simulatorToken);
  expect(one.jobsSigningKey).not.toBe(other.jobsSigningKey);
  expect(one.jobsEventKey).not.toBe(other.jobsEventKey);
  expect(fs.readFileSync(one.keysFile, 'utf8')).not.toBe(fs.readFileSync(other.keysFile, 'utf8'));
});

test('nobody else may read what it makes', () => {
  openInstallation(folder).demoPassword('ana@example.com');
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  expect(fs.statSync(folder).mode & 0o077).toBe(0);
  for (const entry of entries) expect(fs.statSync(path.join(entry.parentPath, entry.name)).mode & 0o077).toBe(0);
});

test.each(['keys', 'simulator-token', 'jobs-signing-key', 'jobs-event-key', 'demo-logins.json', '.'])(
  'refuses %s when others may read it, and says what to do',
  (name) => {
    openInstallation(folder);
    const target = path.join(folder, name);
    fs.chmodSync(target, 0o755);
    expect(() => openInstallation(folder)).toThrow(/can be read by other users.*Run: chmod [67]00 /);
  },
);

test('one supervisor holds a folder; the next is told who', () => {
  openInstallation(folder);
  const held = takeFolder(folder);
  expect(() => takeFolder(folder)).toThrow(FolderTaken);
  expect(holderOf(folder)).toBe(process.pid);
  held.release();
  takeFolder(folder).release();
  expect(holderOf(folder)).toBeUndefined();
});

test('a supervisor that was killed does not hold its folder', () => {
  openInstallation(folder);
  fs.writeFileSync(path.join(folder, 'supervisor.json'), JSON.stringify({ pid: process.pid, birth: 'another moment' }));
  takeFolder(folder).release();
});

test('a busy port is told and another one chosen', async () => {
  const { createServer } = await import('node:net');
  const wish = await freePort();
  // a system may give what lies above to any outgoing connection, before the server that was meant to have it comes
  expect(wish).toBeLessThan(32_768);
  const server = createServer().listen(wish, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const chosen = await choosePort(wish, 'the mailbox');
  expect(chosen.note).toBe(`port ${wish} is busy, so the mailbox takes ${chosen.port}`);
  expect(await isPortFree(chosen.port)).toBe(true);
  await new Promise((resolve) => server.close(resolve));
  expect(await choosePort(wish, 'the mailbox')).toEqual({ port: wish });
});
