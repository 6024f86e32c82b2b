import { AppError } from '@recado/core/kernel';
import { parseKeyring } from '@recado/runtime/crypto';
import { expect, it } from 'vitest';
import type { Services } from '../services.ts';
import { openAuthState, STAGED_KIND } from './auth-state.ts';

type Call = { text: string; values: unknown[]; answer(rows: unknown[]): void; refuse(error: unknown): void };

/** A number whose database answers when the test says so. */
async function harness() {
  const calls: Call[] = [];
  const events: string[] = [];
  const db = ((strings: TemplateStringsArray, ...values: unknown[]) =>
    new Promise((resolve, reject) => {
      const text = /(\w+\.\w+)\(/.exec(strings.join('?'))?.[1] ?? '';
      calls.push({ text, values, answer: resolve, refuse: reject });
      if (text === 'wa.load_credential') resolve([{ load_credential: null }]);
      if (text === 'wa.load_keys') resolve([]);
    })) as unknown as Services['db'];
  const keyring = parseKeyring(`k1:${Buffer.alloc(32, 1).toString('base64')}`);
  const held = { workspaceId: 'w', channelId: 'c', fence: 1 };
  const auth = await openAuthState({ db, keyring } as Services, held, {
    onStaged: (records) => events.push(`staged ${records.map(({ attrs }) => attrs.id).join()}`),
    plain: () => null,
    onReceived: () => events.push('received'),
    onLost: () => events.push('lost'),
    onFailure: () => events.push('failure'),
  });
  auth.log.listen({
    onStored: () => events.push(`stored ${auth.log.stored()}`),
    onFailed: () => events.push('given up'),
  });
  const commits = () => calls.filter(({ text }) => text === 'wa.commit_keys');
  const nextCommit = async (n: number): Promise<Call> => {
    while (commits().length < n) await new Promise((resolve) => setTimeout(resolve, 2));
    return commits()[n - 1] as Call;
  };
  const session = (id: string, step: number) => auth.keys.set({ session: { [id]: { step } as never } });
  return { auth, calls, events, commits, nextCommit, session };
}

it('what is asked for while a write is under way is stored by the next one, the newest of each key', async () => {
  const { auth, events, commits, nextCommit, session } = await harness();
  await session('ana', 1);
  const first = await nextCommit(1);
  await session('ana', 2);
  await session('ana', 3);
  await session('luis', 1);
  expect(commits()).toHaveLength(1);
  expect(auth.log.asked() - auth.log.stored()).toBe(4);
  first.answer([]);
  const second = await nextCommit(2);
  expect(second.values[4]).toEqual(['ana', 'luis']);
  second.answer([]);
  await auth.drained();
  expect(events).toEqual(['stored 1', 'stored 4']);
});

it('reads see what is not stored yet, deletions too', async () => {
  const { auth, calls, session } = await harness();
  await session('ana', 1);
  await auth.keys.set({ 'pre-key': { '7': null } });
  expect(await auth.keys.get('session', ['ana'])).toEqual({ ana: { step: 1 } });
  expect(await auth.keys.get('pre-key', ['7'])).toEqual({});
  expect(calls.filter(({ text }) => text === 'wa.load_keys')).toEqual([]);
});

it('a write that fails takes with it what was built on it, and nothing of it can be read any more', async () => {
  const { auth, calls, events, commits, nextCommit, session } = await harness();
  await session('ana', 1);
  const first = await nextCommit(1);
  await session('ana', 2);
  first.refuse(new Error('away'));
  await auth.drained();
  expect(events).toEqual(['failure', 'given up']);
  expect(commits()).toHaveLength(1);
  expect(auth.log.stored()).toBe(auth.log.asked());
  expect(await auth.keys.get('session', ['ana'])).toEqual({});
  expect(calls.at(-1)?.text).toBe('wa.load_keys');
});

it('a lost lease is told, and nothing more is taken', async () => {
  const { auth, events, nextCommit, session } = await harness();
  await session('ana', 1);
  const first = await nextCommit(1);
  first.refuse(new AppError('kernel.leaseLost', 'CONFLICT'));
  await auth.drained();
  expect(events).toEqual(['lost', 'given up']);
  await auth.close();
  await expect(session('ana', 2)).rejects.toThrow('not held any more');
});

it('what the ratchet gave up is told once it is staged; of two under one name the second', async () => {
  const { auth, events, nextCommit } = await harness();
  const stage = (from: string, plaintext: number) => {
    const record = { attrs: { id: 'A', from }, part: 0, plaintext: Uint8Array.of(plaintext) };
    return auth.keys.set({ [STAGED_KIND]: { 'A|0': record } } as never);
  };
  await stage('ana', 1);
  await stage('luis', 2);
  await stage('ana', 3);
  const commit = await nextCommit(1);
  expect(commit.values[7]).toEqual(['ana', 'luis']);
  const row = { sender: 'ana', provider_id: 'A', part: 0 };
  commit.answer([
    { ...row, staged_id: 1, chat: 'ana' },
    { ...row, staged_id: 2, chat: 'luis', sender: 'luis' },
  ]);
  await auth.drained();
  expect(events).toEqual(['staged A,A', 'stored 3']);
});
