import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import path from 'node:path';
import { knowDevice } from '@recado/testing/companies';
import { AGENT, ask, openDoor } from '@recado/testing/soak/http-races';
import type { Sql } from 'postgres';
import { cpuSeconds } from '../process-tree.ts';
import { median, type Result, show } from '../report.ts';
import { PERSON, workspaceAt } from './seed.ts';

type Side = { port: number; pid: number; path: string; headers: Record<string, string> };

/** The authenticated call of the newest page over HTTP beside a bare server that does the least; the client is a process of its own. */
export async function measureCalls(options: {
  adminUrl: string;
  webUrl: string;
  owner: Sql;
  sessionId: string;
  workspace: number;
  rounds: number;
  calls: number;
}): Promise<Result[]> {
  const { owner, rounds, calls } = options;
  const workspaceId = workspaceAt(options.workspace);
  const children: ChildProcess[] = [];
  const spawn = (name: string) => {
    const child = fork(path.join(import.meta.dirname, name), {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    children.push(child);
    return child;
  };
  const told = <T>(child: ChildProcess): Promise<T> =>
    new Promise((resolve, reject) => {
      const gone = (code: number | null) => reject(new Error(`a process ended with ${code}`));
      child.once('exit', gone);
      child.once('message', (message) => {
        child.off('exit', gone);
        resolve(message as T);
      });
    });
  try {
    const door = await openDoor(options.webUrl, `k1:${randomBytes(32).toString('base64')}`);
    children.push(door.child);
    const [rd, rp] = [randomUUID(), randomUUID()];
    await knowDevice(owner, PERSON, rd);
    await owner`select guard.begin_attempt(${PERSON}, null, sha256(convert_to(${rp}, 'UTF8')), sha256(convert_to(${rd}, 'UTF8')), array['pwd'], '10 minutes')`;
    const answer = await ask(door, 'POST', '/api/trpc/sessionsSingle.initSession', { cookie: `rd=${rd}; rp=${rp}` });
    const session = answer.cookies.find((line) => line.startsWith('rs=rs1.'))?.split(';')[0];
    if (!session) throw new Error(`a proved login was answered ${answer.status} ${answer.text}`);
    const floor = spawn('floor-process.ts');
    const listening = told<{ port: number }>(floor);
    const [live] = await owner`select id from guard.session where person_id = ${PERSON} and ended_at is null`;
    floor.send({ url: options.adminUrl, sessionId: live?.id, workspaceId });
    const input = encodeURIComponent(JSON.stringify({ workspaceId, input: {} }));
    const sides: Record<'floor' | 'ours', Side> = {
      floor: { port: (await listening).port, pid: floor.pid as number, path: '/', headers: {} },
      ours: {
        ...{ port: door.port, pid: door.child.pid as number, path: `/api/trpc/conversations.list?input=${input}` },
        headers: {
          ...{ host: `localhost:${door.port}`, cookie: `rd=${rd}; ${session}`, 'user-agent': AGENT },
          'sec-fetch-site': 'same-origin',
        },
      },
    };
    const client = spawn('client-process.ts');
    const run = async ({ pid, ...to }: Side, many: number, atOnce: number) => {
      const before = cpuSeconds(pid);
      const answered = told<{ times?: number[]; problem?: string }>(client);
      client.send({ ...to, calls: many, atOnce });
      const { times, problem } = await answered;
      if (!times) throw new Error(problem);
      return { p50: median(times), cpuMs: ((cpuSeconds(pid) - before) * 1000) / many };
    };
    const found = {
      ours: [] as number[],
      floor: [] as number[],
      ratio: [] as number[],
      cpu: [] as number[],
      oursCpu: [] as number[],
      floorCpu: [] as number[],
    };
    for (const side of [sides.floor, sides.ours]) await run(side, 200, 10);
    for (let round = 0; round < rounds; round += 1) {
      const order = round % 2 === 0 ? (['floor', 'ours'] as const) : (['ours', 'floor'] as const);
      const single = { floor: 0, ours: 0 };
      const cpu = { floor: 0, ours: 0 };
      for (const side of order) single[side] = (await run(sides[side], calls, 1)).p50;
      // long enough for a clock that ticks a hundred times a second
      for (const side of order) cpu[side] = (await run(sides[side], calls * 4, 10)).cpuMs;
      found.ours.push(single.ours);
      found.floor.push(single.floor);
      found.ratio.push(single.ours / single.floor);
      found.oursCpu.push(cpu.ours);
      found.floorCpu.push(cpu.floor);
      found.cpu.push(cpu.ours / cpu.floor);
    }
    return [
      show({
        name: 'the call over HTTP, one at a time, p50',
        unit: 'ms',
        samples: found.ours,
        limit: median(found.floor),
      }),
      show({
        name: 'the call ÷ a bare server, one at a time',
        unit: 'times',
        samples: found.ratio,
        byInterval: true,
        most: 2.5,
      }),
      show({
        name: 'processor time of a call, ten at once',
        unit: 'ms',
        samples: found.oursCpu,
        limit: median(found.floorCpu),
      }),
      show({
        name: 'its processor time ÷ that of a bare server',
        unit: 'times',
        samples: found.cpu,
        byInterval: true,
        most: 2,
      }),
    ];
  } finally {
    for (const child of children) if (child.connected) child.disconnect();
  }
}
