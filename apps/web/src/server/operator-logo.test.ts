import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readOperatorLogo, serveOperatorLogo } from './operator-logo.ts';

const icon = path.resolve(import.meta.dirname, '../../public/icons/apple-180.png');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'recado-logo-'));
const write = (name: string, bytes: Buffer | string) => {
  const file = path.join(folder, name);
  fs.writeFileSync(file, bytes);
  return file;
};

test('an operator’s logo is given to anybody, for good', async () => {
  const logo = readOperatorLogo(icon);
  expect(logo).toMatchObject({ mime: 'image/png', version: expect.stringMatching(/^[0-9a-f]{16}$/) });
  const server = http.createServer((request, response) => serveOperatorLogo(logo, request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/brand/logo`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png']);
  expect(answer.headers.get('cache-control')).toContain('immutable');
  expect(Buffer.from(await answer.arrayBuffer()).equals(logo?.bytes as Buffer)).toBe(true);
  server.close();
});

test('a file that is missing or no picture keeps the product from starting, with a sentence that says what to do', () => {
  expect(readOperatorLogo(undefined)).toBeNull();
  expect(() => readOperatorLogo(path.join(folder, 'none.png'))).toThrow(/RECADO_LOGO_FILE cannot be read/);
  // nothing hangs behind a picture
  const longer = Buffer.concat([fs.readFileSync(icon), Buffer.from('<script>')]);
  expect(() => readOperatorLogo(write('logo.png', longer))).toThrow(/is no logo \(broken\)/);
  expect(() => readOperatorLogo(write('logo.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>'))).toThrow(
    /RECADO_LOGO_FILE is no logo \(kind\): give a PNG/,
  );
});
