// program: `npm run soak -- enumeration [--seed 1] [--samples 2000]`
import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import http from 'node:http';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { embeddedIdentity } from '@recado/auth';
import postgres from 'postgres';
import { startTestServer } from '../test-server.ts';
import { seeded } from './seeded.ts';

const PROCESS = path.resolve(import.meta.dirname, '../../../../apps/web/src/server/trial/front-door-process.ts');
const print = (line: string): void => void process.stdout.write(`${line}\n`);

type Kind = 'known' | 'unknown';
/** What is asked about an e-mail or a number, with what it takes beside that. Those that send something answer after a time that is the same for all. */
const WAYS = {
  'log in': { procedure: 'logIn', input: { password: 'no es esta contraseña' }, isEven: false },
  'sign up': {
    procedure: 'signUp',
    input: {
      name: 'Ana Ruiz',
      password: 'un tren verde a Soria',
      business: 'Taller',
      industry: 'cars',
      acceptsTerms: true,
    },
    isEven: false,
  },
  'log in by mail': { procedure: 'logInByMail', input: {}, isEven: true },
  'log in by phone': { procedure: 'logInByPhone', input: {}, isEven: true },
  'new password': { procedure: 'askReset', input: {}, isEven: true },
} as const;
type Way = keyof typeof WAYS;
/** So many at most of those that take their time. */
const EVEN_SAMPLES = 200;
/** The first answers of a process are slower whatever is asked. */
const WARM = 5;
export type Comparison = {
  way: Way;
  /** Every status and text that came, by kind: one of each, and the same. */
  answers: Record<Kind, string[]>;
  /** The two-sided p of Mann and Whitney: how likely times as different as these are when they do not differ. */
  p: number;
  medianMs: Record<Kind, number>;
};

/**
 * Asks a web process about e-mails and numbers that somebody has and that nobody has, in turns, with all brakes and rates on: each once
 * in each way, each question from another address. Compares what is answered and how long it takes.
 */
export async function compareAnswers(options: {
  adminUrl: string;
  webUrl: string;
  samples: number;
  seed: number;
  ways?: readonly Way[];
}): Promise<Comparison[]> {
  const random = seeded(options.seed);
  const admin = postgres(options.adminUrl, { max: 1, onnotice: () => {} });
  const child = fork(PROCESS, {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  try {
    const port = await openDoor(child, options.webUrl);
    const run = randomUUID();
    const most = options.samples + WARM;
    const hash = await embeddedIdentity().hashPassword('the password of everybody here');
    const round = Math.floor(random() * 1_000);
    const subjectOf = (way: Way, kind: Kind, n: number) =>
      way === 'log in by phone'
        ? { phone: `+346${kind === 'known' ? 0 : 1}${String(round * 10_000 + n).padStart(7, '0')}` }
        : { email: `${run}.${n}@${kind}.test` };
    const emails = Array.from({ length: most }, (_, n) => subjectOf('log in', 'known', n).email as string);
    const phones = emails.map((_, n) => subjectOf('log in by phone', 'known', n).phone as string);
    await admin`insert into guard.person (email, email_key, name, password_hash, phone, phone_verified_at)
      select k.email, k.email, 'Ana', ${hash}, k.phone, now() from unnest(${emails}::text[], ${phones}::text[]) k(email, phone)`;
    const compare = async (way: Way): Promise<Comparison> => {
      const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
      const samples = WAYS[way].isEven ? Math.min(Math.ceil(options.samples / 2), EVEN_SAMPLES) : options.samples;
      const times: Record<Kind, number[]> = { known: [], unknown: [] };
      const answers: Record<Kind, Set<string>> = { known: new Set(), unknown: new Set() };
      for (let n = 0; n < samples + WARM; n += 1) {
        for (const kind of random() < 0.5 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const)) {
          const asked = await ask(agent, port, way, subjectOf(way, kind, n), random);
          answers[kind].add(asked.told);
          if (n >= WARM) times[kind].push(asked.ms);
        }
      }
      agent.destroy();
      const median = (kind: Kind) => times[kind].sort((a, b) => a - b)[Math.floor(times[kind].length / 2)] ?? 0;
      return {
        way,
        p: mannWhitney(times.known, times.unknown),
        answers: { known: [...answers.known], unknown: [...answers.unknown] },
        medianMs: { known: median('known'), unknown: median('unknown') },
      };
    };
    const ways = options.ways ?? (Object.keys(WAYS) as Way[]);
    const results: Comparison[] = [];
    for (const way of ways.filter((each) => !WAYS[each].isEven)) results.push(await compare(way));
    // most of their time they wait, which they may do together
    return [...results, ...(await Promise.all(ways.filter((each) => WAYS[each].isEven).map(compare)))];
  } finally {
    child.disconnect();
    await admin.end({ timeout: 2 });
  }
}

async function openDoor(child: ChildProcess, webUrl: string): Promise<number> {
  const ready = new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve((message as { port: number }).port));
    child.once('exit', (code) => reject(new Error(`the web process ended with ${code}`)));
  });
  child.send({ webUrl, keys: `k1:${randomBytes(32).toString('base64')}`, pool: 4, trustedProxies: 1 });
  return await ready;
}

/** One question; `told` is its status and text without what is new in every answer: ids, and how long is left. */
async function ask(
  agent: http.Agent,
  port: number,
  way: Way,
  subject: { email?: string; phone?: string },
  random: () => number,
): Promise<{ ms: number; told: string }> {
  const input = { ...WAYS[way].input, ...subject };
  const address = [10, ...Array.from({ length: 3 }, () => Math.floor(random() * 256))].join('.');
  const headers = {
    host: `localhost:${port}`,
    'content-type': 'application/json',
    'sec-fetch-site': 'same-origin',
    'x-forwarded-for': address,
    'x-forwarded-proto': 'https',
    'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  };
  const started = performance.now();
  const { status, text } = await new Promise<{ status: number; text: string }>((resolve, reject) => {
    const request = http.request(
      {
        agent,
        port,
        host: '127.0.0.1',
        method: 'POST',
        path: `/api/trpc/auth.${WAYS[way].procedure}`,
        headers,
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }));
      },
    );
    request.on('error', reject);
    request.end(JSON.stringify(input));
  });
  const ms = performance.now() - started;
  return {
    ms,
    told: `${status} ${text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<id>').replaceAll(/InMs":\d+/g, 'InMs":0')}`,
  };
}

/** Two-sided, by the normal approximation with ties, which is close from about 20 of each. */
export function mannWhitney(a: readonly number[], b: readonly number[]): number {
  const all = [...a.map((value) => ({ value, isA: true })), ...b.map((value) => ({ value, isA: false }))].sort(
    (x, y) => x.value - y.value,
  );
  let rankSum = 0;
  let ties = 0;
  for (let from = 0; from < all.length; ) {
    let to = from;
    while (to + 1 < all.length && all[to + 1]?.value === all[from]?.value) to += 1;
    const rank = (from + to) / 2 + 1;
    for (let at = from; at <= to; at += 1) if (all[at]?.isA) rankSum += rank;
    const size = to - from + 1;
    ties += size ** 3 - size;
    from = to + 1;
  }
  const [n, m] = [a.length, b.length];
  const u = rankSum - (n * (n + 1)) / 2;
  const spread = Math.sqrt(((n * m) / 12) * (n + m + 1 - ties / ((n + m) * (n + m - 1))));
  return spread === 0 ? 1 : 2 * (1 - normal(Math.abs(u - (n * m) / 2) / spread));
}

/** The share of the normal distribution below z, by the approximation of Abramowitz and Stegun (7.1.26). */
function normal(z: number): number {
  const t = 1 / (1 + (0.3275911 * z) / Math.SQRT2);
  const poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return (2 - poly * Math.exp((-z * z) / 2)) / 2;
}

/** Compares at size; throws when a status or text differs, or when the times do (p below 0.05). */
export async function run(options: { seed: number; samples: number; log?: (line: string) => void }): Promise<void> {
  const { seed, samples, log = print } = options;
  log(
    `enumeration: seed ${seed}, ${samples} e-mails and numbers that somebody has and as many that nobody has, each way in`,
  );
  const server = await startTestServer();
  const name = `soak_${randomUUID().replaceAll('-', '')}`;
  const admin = postgres(server.adminUrl, { max: 1, onnotice: () => {} });
  try {
    await admin.unsafe(`create database ${name} template ${server.template}`);
    const within = (url: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
    const urls = { adminUrl: within(server.adminUrl), webUrl: within(server.roleUrls.recado_web) };
    const wrong: string[] = [];
    for (const { way, answers, p, medianMs } of await compareAnswers({
      ...urls,
      samples,
      seed,
    })) {
      log(
        `enumeration: ${way}: median ${medianMs.known.toFixed(2)} ms known, ${medianMs.unknown.toFixed(2)} ms unknown, p ${p.toFixed(3)}`,
      );
      if (new Set([...answers.known, ...answers.unknown]).size !== 1) wrong.push(`${way} answers differently`);
      if (p < 0.05) wrong.push(`${way} takes another time (p ${p.toFixed(4)})`);
    }
    if (wrong.length > 0) throw new Error(`Known e-mails can be told from unknown ones: ${wrong.join('; ')}`);
  } finally {
    await admin.end({ timeout: 2 });
    await server.stop();
  }
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { seed: { type: 'string' }, samples: { type: 'string' } } });
  await run({ seed: Number(values.seed ?? Date.now() % 100_000), samples: Number(values.samples ?? 2_000) });
}
