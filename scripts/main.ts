// Runs under Node 24 with every package installed: scripts/boot.mjs has seen to that.
import { browsers } from './browsers.ts';
import { verify } from './checks.ts';
import { runProgram } from './programs.ts';
import { staff } from './staff.ts';
import { start } from './start.ts';
import { stop } from './stop.ts';
import { test } from './test.ts';

const commands: Record<string, (args: string[]) => Promise<number>> = {
  start,
  stop,
  test,
  verify,
  staff,
  'e2e:browsers': browsers,
  soak: (args) => runProgram('soak', args),
  bench: (args) => runProgram('bench', args),
};

const [name = '', ...args] = process.argv.slice(2);
const command = commands[name];
if (!command) {
  console.error(`recado  "${name}" is no command. There are: ${Object.keys(commands).join(', ')}.`);
  process.exit(2);
}
process.exit(await command(args));
