import { afterEach, expect, it, vi } from 'vitest';
import { createProofAsk } from './proof-ask.ts';
import { makeTrpcClient } from './trpc-client.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

type App = { code: string; params: Record<string, unknown>; requestId: string };
const refusal = (code: string, params: Record<string, unknown> = {}): App => ({ code, params, requestId: 'r' });
const needsProof = refusal('identity.stepUpNeeded');
const dead = refusal('identity.sessionEnded', { reason: 'none' });

/** A server that answers the calls in this order, each with what it refuses or, with null, with what was asked. Tells what was asked. */
function serve(...answers: (App | null)[]): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (url: string) => {
    const names = new URL(url, 'http://page').pathname.replace('/api/trpc/', '').split(',');
    const body = names.map((name) => {
      asked.push(name);
      const app = answers.shift();
      if (app === undefined) throw new Error(`${name} was one call too many`);
      return app
        ? { error: { message: app.code, code: -32_000, data: { code: 'PRECONDITION_FAILED', httpStatus: 412, app } } }
        : { result: { data: { ended: 1 } } };
    });
    return new Response(JSON.stringify(body), { status: 207, headers: { 'content-type': 'application/json' } });
  });
  return asked;
}
const codeOf = (error: unknown) => (error as { data: { app: App } }).data.app.code;

it('a call that asks for a fresh proof waits for it, and is made once more', async () => {
  const asked = serve(needsProof, null);
  const proof = createProofAsk();
  const client = makeTrpcClient({ personId: null, prove: proof.ask });
  const ended = client.sessionsSingle.terminateOthers.mutate();
  await vi.waitUntil(proof.isOpen);
  expect(asked).toHaveLength(1);
  proof.settle(true);
  expect(await ended).toEqual({ ended: 1 });
  expect([asked, proof.isOpen()]).toEqual([Array(2).fill('sessionsSingle.terminateOthers'), false]);
});

it('a person who closes the question gets the refusal, and nothing is repeated', async () => {
  const asked = serve(needsProof);
  const client = makeTrpcClient({ personId: null, prove: async () => false });
  expect(await client.sessionsSingle.terminateOthers.mutate().catch(codeOf)).toBe('identity.stepUpNeeded');
  expect(asked).toHaveLength(1);
});

it('a call is not repeated for ever: what is refused after the proof stays refused', async () => {
  const asked = serve(needsProof, needsProof);
  const client = makeTrpcClient({ personId: null, prove: async () => true });
  expect(await client.sessionsSingle.terminateOthers.mutate().catch(codeOf)).toBe('identity.stepUpNeeded');
  expect(asked).toHaveLength(2);
});

it('several calls that are refused together wait for one and the same proof', async () => {
  serve(needsProof, needsProof, null, null);
  const proof = createProofAsk();
  let opened = 0;
  proof.subscribe(() => {
    if (proof.isOpen()) opened += 1;
  });
  const client = makeTrpcClient({ personId: null, prove: proof.ask });
  const both = Promise.all([
    client.sessionsSingle.terminateOthers.mutate(),
    client.ownAccount.eraseHistory.mutate().catch(codeOf),
  ]);
  await vi.waitUntil(proof.isOpen);
  proof.settle(true);
  await both;
  expect(opened).toBe(1);
});

it('a call whose token was replaced on its way is made again with the new one, and the page does not go dark', async () => {
  serve(dead, null);
  const over = vi.fn();
  const client = makeTrpcClient({ personId: null, onOver: over });
  expect(await client.sessionsSingle.terminateOthers.mutate()).toEqual({ ended: 1 });
  expect(over).not.toHaveBeenCalled();
});

it.each([[[dead, dead]], [[refusal('identity.sessionEnded', { reason: 'displaced' })]]])(
  'a session that is over is over: %j',
  async (answers) => {
    const asked = serve(...answers);
    const over = vi.fn();
    const client = makeTrpcClient({ personId: null, onOver: over });
    expect(await client.sessionsSingle.terminateOthers.mutate().catch(codeOf)).toBe('identity.sessionEnded');
    expect([over.mock.calls.length, asked.length]).toEqual([1, answers.length]);
  },
);
