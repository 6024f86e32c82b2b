// program: `npm run soak -- import [--rows 200000] [--kills 8] [--seed 1]`: a file of contacts whose process is killed again and again leaves what an unbroken one leaves
import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { diskStorage } from '@recado/integrations/storage';
import postgres, { type Sql } from 'postgres';
import { ROOT } from '../../../../scripts/terminal.ts';
import { makeWorkspace } from '../companies.ts';
import { startTestServer } from '../test-server.ts';
import { seeded } from './seeded.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '200000' },
    kills: { type: 'string', default: '8' },
    seed: { type: 'string', default: '1' },
  },
});
const rows = Number(values.rows);
const kills = Number(values.kills);
const random = seeded(Number(values.seed));
const print = (line: string): void => void process.stdout.write(`import: ${line}\n`);

const MAPPING = ['name', 'phone', 'email', 'city', 'tags', 'consent'];
const MAIN = path.join(ROOT, 'packages/bench/src/import/import-main.ts');
const parts = ['check', 'run', 'undo'] as const;
type Part = (typeof parts)[number];
const states: Record<Part, string> = { check: 'checking', run: 'running', undo: 'undoing' };

/** Some rows repeat a number, some have none, some are of people who are there already, and some of those are in the bin. */
function fileOf(): string {
  const lines = ['Nombre,Teléfono,Correo,Ciudad,Etiquetas,Acepta'];
  for (let n = 0; n < rows; n += 1) {
    const kind = random();
    const number = kind < 0.02 && n > 10 ? 600_000_000 + n - 7 : kind < 0.04 ? 12 : 600_000_000 + n;
    const mail = random() < 0.5 ? `c${n}@tienda.es` : '';
    lines.push(
      `Cliente ${n},${number},${mail},${n % 3 ? 'Cádiz' : ''},${n % 5 ? '' : `Feria ${n % 9}`},${n % 4 ? '' : 'sí'}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

const server = await startTestServer({ tuning: 'durable' });
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'recado-soak-import-'));
let child: ChildProcess | null = null;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    child?.kill('SIGKILL');
    void server.stop().finally(() => process.exit(1));
  });
try {
  const admin = postgres(server.adminUrl, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database soak template ${server.template}`);
  await admin.end();
  const within = (url: string) => Object.assign(new URL(url), { pathname: '/soak' }).href;
  const owner = postgres(within(server.adminUrl), { max: 2, onnotice: () => {} });
  const jobsUrl = within(server.roleUrls.recado_jobs);
  const text = fileOf();
  const whole = await bring(owner, text);
  const broken = await bring(owner, text);
  print(`${rows} rows, seed ${values.seed}, ${kills} kills of each part`);
  let killed = 0;
  for (const part of parts) {
    for (const { importId } of [whole, broken])
      await owner`update app.contact_import set state = ${states[part]}, at_row = case when ${part} = 'undo' then 0 else at_row end where id = ${importId}`;
    const began = performance.now();
    await untilEnd({ jobsUrl, ...whole, what: part }, null);
    const took = performance.now() - began;
    for (let kill = 0; kill < kills; kill += 1) {
      // a judging begins anew each time, so that it is left the time of one at the end
      const isEnded = await untilEnd({ jobsUrl, ...broken, what: part }, random() * took);
      if (isEnded) break;
      killed += 1;
    }
    await untilEnd({ jobsUrl, ...broken, what: part }, null);
    const [one, two] = [await standOf(owner, whole), await standOf(owner, broken)];
    print(`${part}: ${(took / 1000).toFixed(1)} s unbroken, ${killed} kills so far, ${JSON.stringify(one.counts)}`);
    if (!isDeepStrictEqual(one, two))
      throw new Error(`after ${part} they differ:\n${JSON.stringify(one)}\n${JSON.stringify(two)}`);
  }
  if (killed === 0) throw new Error('nothing was killed: more rows are needed');
  print(`${killed} kills, and both are alike`);
  await owner.end({ timeout: 2 });
} finally {
  await server.stop();
  fs.rmSync(folder, { recursive: true, force: true });
}

type Brought = { workspaceId: string; importId: string };

/** A workspace that knows every twentieth of them, with the file as somebody confirmed it. */
async function bring(sql: Sql, text: string): Promise<Brought> {
  const { id: workspaceId } = await makeWorkspace(sql);
  await sql`with made as (insert into app.contact (workspace_id, name, city, notes, deleted_at)
      select ${workspaceId}, 'Persona ' || n, 'León', n::text, case when n % 40 = 0 then now() - interval '2 days' end from generate_series(0, ${rows - 1}, 20) n returning id, notes)
    insert into app.contact_identity (workspace_id, contact_id, kind, value) select ${workspaceId}, made.id, 'wa_pn', '34' || (600000000 + made.notes::integer) from made`;
  const sha256 = createHash('sha256').update(text).digest('hex');
  await diskStorage(folder).put(workspaceId, sha256, Buffer.from(text));
  const [row] = await sql`
    insert into app.contact_import (workspace_id, name, sha256, bytes, format, encoding, delimiter, has_header, columns, sample, mapping, country, policy, consent, consent_shown, revision)
    values (${workspaceId}, 'clientes.csv', ${Buffer.from(sha256, 'hex')}, ${text.length}, 'csv', 'utf-8', ',', true, ${MAPPING}, '[]', ${MAPPING}, 'ES', 'fill', 'column', 'feria', 1) returning id`;
  return { workspaceId, importId: row?.id as string };
}

/** Does a part in a process of its own until it ends, or until it is killed; answers whether it ended. */
async function untilEnd(order: Brought & { jobsUrl: string; what: Part }, killAfter: number | null): Promise<boolean> {
  const running = fork(MAIN, [JSON.stringify({ ...order, folder })], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  child = running;
  const timer = killAfter === null ? null : setTimeout(() => running.kill('SIGKILL'), killAfter);
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    running.once('exit', (...told) => resolve(told)),
  );
  if (timer) clearTimeout(timer);
  if (code !== 0 && signal !== 'SIGKILL') throw new Error(`The import ended with ${code ?? signal}.`);
  return code === 0;
}

/** What there is of a workspace, without what differs from one to the other. */
async function standOf(sql: Sql, { workspaceId, importId }: Brought) {
  const [row] = await sql`
    select i.state, i.counts, i.total, cardinality(i.digests) digests,
        (select md5(string_agg(concat_ws('|', r.n, r.outcome, r.reasons::text), ',' order by r.n)) from app.contact_import_row r where r.workspace_id = i.workspace_id and r.import_id = i.id) rows,
        (select md5(string_agg(concat_ws('|', c.name, c.email, c.city, c.notes, c.source, c.marketing, c.deleted_at is null,
            (select string_agg(x.kind || x.value, ' ' order by x.kind, x.value) from app.contact_identity x where x.workspace_id = c.workspace_id and x.contact_id = c.id),
            (select string_agg(g.name, ' ' order by g.name) from app.contact_tag t join app.tag g on g.workspace_id = t.workspace_id and g.id = t.tag_id where t.workspace_id = c.workspace_id and t.contact_id = c.id),
            (select string_agg(k.state, ' ' order by k.at, k.id) from app.contact_consent k where k.workspace_id = c.workspace_id and k.contact_id = c.id)), ',' order by c.name, c.email, c.notes))
          from app.contact c where c.workspace_id = i.workspace_id) contacts,
        (select md5(string_agg(g.name || g.colour, ',' order by g.name)) from app.tag g where g.workspace_id = i.workspace_id) tags
      from app.contact_import i where i.workspace_id = ${workspaceId} and i.id = ${importId}`;
  return row as Record<string, unknown>;
}
