import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { freePort } from '@recado/embedded/ports';
import { until } from '../product/until.ts';

/** Where the programs of Debian's packages are, as scripts/browsers.ts found them. */
export type FoundBrowsers = { firefox: string; webkitDriver: string; webkit: string; screen: string };

/** WebDriver's commands, by the names that its specification gives them. */
const ROUTES = {
  Navigate: ['POST', 'url'],
  ExecuteScript: ['POST', 'execute/sync'],
  ElementClick: ['POST', 'element/:id/click'],
  ElementSendKeys: ['POST', 'element/:id/value'],
  TakeScreenshot: ['GET', 'screenshot'],
} as const;
export type Command = keyof typeof ROUTES;

/** A browser that runs with a profile of its own, and the wire on which it takes WebDriver's commands. */
export type Wire = {
  send<T>(command: Command, params?: Record<string, unknown>): Promise<T>;
  close(): Promise<void>;
};

const START_MS = 60_000;

/**
 * Firefox, headless. Nothing stands between: what geckodriver translates WebDriver into, Firefox itself understands, as a length and JSON
 * over a socket.
 */
export async function openFirefox(found: FoundBrowsers): Promise<Wire> {
  const [home, port] = [newHome(), await freePort()];
  const settings = { 'marionette.port': port, 'intl.accept_languages': 'es-ES,es' };
  const lines = Object.entries(settings).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`);
  writeFileSync(path.join(home, 'user.js'), lines.join(''));
  const flags = ['--headless', '--marionette', '--no-remote', '--profile', home];
  const size = { MOZ_HEADLESS_WIDTH: '1280', MOZ_HEADLESS_HEIGHT: '900' };
  const own = begin(found.firefox, flags, { HOME: home, ...size });
  try {
    const socket = await until('Firefox to listen', () => connect(port), START_MS);
    const send = talk(socket);
    await send('NewSession', {});
    return {
      send: async <T>(command: Command, params: Record<string, unknown> = {}) => {
        const asked = command === 'ExecuteScript' ? { ...params, sandbox: null } : params;
        const answer = await send<{ value: T } | T>(command, asked);
        return answer && typeof answer === 'object' && 'value' in answer ? answer.value : (answer as T);
      },
      close: async () => {
        socket.destroy();
        await end(own, home);
      },
    };
  } catch (error) {
    await end(own, home);
    throw error;
  }
}

/** WebKitGTK's smallest browser in a screen that nobody sees, behind WebKit's own driver. */
export async function openWebkit(found: FoundBrowsers): Promise<Wire> {
  const [home, port] = [newHome(), await freePort()];
  const screen = begin(found.screen, ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], {});
  const running = [screen];
  const stop = async () => {
    for (const each of running.reverse()) await end(each, home);
  };
  try {
    const display = await new Promise<string>((resolve, reject) => {
      (screen.stdio[3] as Readable).once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
      screen.once('exit', (code) => reject(new Error(`the screen for WebKit ended with ${code}`)));
    });
    // without a graphics card and without a desktop's services; either would be waited for
    const bare = { LIBGL_ALWAYS_SOFTWARE: '1', WEBKIT_DISABLE_DMABUF_RENDERER: '1', NO_AT_BRIDGE: '1' };
    const env = { DISPLAY: `:${display}`, HOME: home, XDG_RUNTIME_DIR: home, ...bare };
    running.push(begin(found.webkitDriver, [`--port=${port}`], env));
    const ask = async <T>(method: string, address: string, body?: unknown): Promise<T> => {
      const response = await fetch(`http://127.0.0.1:${port}/${address}`, {
        method,
        ...(method === 'POST' ? { body: JSON.stringify(body ?? {}) } : {}),
        signal: AbortSignal.timeout(START_MS),
      });
      const { value } = (await response.json()) as { value: T };
      if (!response.ok) throw complaint(value as Complaint);
      return value;
    };
    await until('the driver of WebKit', () => ask('GET', 'status'), START_MS);
    const browser = { binary: found.webkit, args: ['--automation'] };
    const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': browser } };
    const { sessionId } = await ask<{ sessionId: string }>('POST', 'session', { capabilities });
    await ask('POST', `session/${sessionId}/window/rect`, { x: 0, y: 0, width: 1280, height: 900 });
    return {
      send: async <T>(command: Command, { id, ...params }: Record<string, unknown> = {}) => {
        const [method, address] = ROUTES[command];
        return await ask<T>(method, `session/${sessionId}/${address.replace(':id', String(id))}`, params);
      },
      close: async () => {
        await ask('DELETE', `session/${sessionId}`).catch(() => {});
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const newHome = () => mkdtempSync(path.join(tmpdir(), 'recado-browser-'));

function begin(program: string, flags: string[], more: Record<string, string>): ChildProcess {
  const env = { ...process.env, ...more };
  // a group of its own, so that what it started ends with it
  return spawn(program, flags, { env, detached: true, stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
}

async function end(child: ChildProcess, home: string): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  if (child.pid && child.exitCode === null && child.signalCode === null) {
    process.kill(-child.pid, 'SIGKILL');
    await ended;
  }
  rmSync(home, { recursive: true, force: true, maxRetries: 10 });
}

function connect(port: number): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => resolve(socket)).once('error', reject);
  });
}

type Complaint = { error: string; message: string };
const complaint = ({ error, message }: Complaint) => new Error(`${error}: ${message}`);

/** Frames are `length:json`; an answer is [1, number of the question, complaint or null, result]. */
function talk(socket: net.Socket) {
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  let kept: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    kept = Buffer.concat([kept, chunk]);
    for (;;) {
      const colon = kept.indexOf(':');
      const until = colon + 1 + Number(kept.subarray(0, Math.max(0, colon)).toString());
      if (colon < 1 || kept.length < until) return;
      const frame = JSON.parse(kept.subarray(colon + 1, until).toString()) as [1, number, Complaint | null, never];
      kept = kept.subarray(until);
      const asked = Array.isArray(frame) ? waiting.get(frame[1]) : undefined;
      if (!asked) continue;
      waiting.delete(frame[1]);
      if (frame[2]) asked.reject(complaint(frame[2]));
      else asked.resolve(frame[3]);
    }
  });
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('Firefox is gone'));
  });
  let last = 0;
  return <T>(name: string, params: Record<string, unknown>): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve: resolve as (value: never) => void, reject });
      const question = JSON.stringify([0, last, `WebDriver:${name}`, params]);
      socket.write(`${Buffer.byteLength(question)}:${question}`);
    });
}
