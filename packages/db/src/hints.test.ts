import { expect, test } from 'vitest';
import type { Database } from './client.ts';
import { createHints } from './hints.ts';

/** A handle that keeps what each statement said, and answers when it is told to. */
function listenIn() {
  const statements: string[][] = [];
  const answers: (() => void)[] = [];
  const db = ((_text: TemplateStringsArray, _channel: string, payloads: string[]) => {
    statements.push([...payloads]);
    return new Promise<void>((resolve) => answers.push(resolve));
  }) as unknown as Database;
  return { db, statements, answer: () => answers.shift()?.() };
}
const breath = () => new Promise<void>((resolve) => setImmediate(resolve));

test('the first hint after a silence leaves at once, and what is said in one breath is one statement', async () => {
  const { db, statements } = listenIn();
  const hints = createHints(db);
  hints.emitted();
  hints.changed('w1');
  hints.emitted();
  await breath();
  expect(statements).toEqual([['emitted', 'changed:w1']]);
});

test('what follows within the pause waits for its end, and goes together', async () => {
  const { db, statements, answer } = listenIn();
  const hints = createHints(db);
  hints.emitted();
  await breath();
  for (let n = 0; n < 20; n += 1) hints.emitted();
  hints.queued('c1');
  await breath();
  answer();
  const flushed = hints.flush();
  await breath();
  answer();
  await flushed;
  expect(statements).toEqual([['emitted'], ['emitted', 'queued:c1']]);
});
