// program: a file of contacts, judged and imported, as CSV and as Excel, and written again in every format: rows per second and memory. --rows N --known SHARE --formats csv,xlsx --exports csv,xlsx,json
import { fork } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { exportColumns } from '@recado/core/exports/contract';
import { diskStorage } from '@recado/integrations/storage';
import { csvLine, xlsxStream } from '@recado/tables/write';
import { makeWorkspace } from '@recado/testing/companies';
import { startTestServer } from '@recado/testing/test-server';
import postgres, { type Sql } from 'postgres';
import type { ImportOrder } from './import/import-main.ts';
import { finish, type Result, say, show } from './report.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '200000' },
    known: { type: 'string', default: '0.1' },
    formats: { type: 'string', default: 'csv,xlsx' },
    exports: { type: 'string', default: 'csv,xlsx,json' },
  },
});
const rows = Number(values.rows);
/** The share of the rows whose people the company knows already. */
const known = Number(values.known);
/** A file is to be judged and done within a minute for 200,000 rows, in 300 MB of the process that does it. */
const ROWS_PER_SECOND = 200_000 / 60;
const MB = 300;

const HEAD = ['Nombre', 'Teléfono', 'Correo', 'Empresa', 'Ciudad', 'Cumpleaños', 'Etiquetas', 'Notas'];
const MAPPING = ['name', 'phone', 'email', 'company', 'city', 'birthday', 'tags', 'notes'];
const NAMES = ['Ana', 'Luis', 'María José', 'Íñigo', 'Carmen', 'Pedro', 'Lucía', 'Ramón', 'Begoña', 'Álvaro'];
const FAMILIES = ['García', 'Muñoz', 'Pérez', 'Etxebarria', 'López', 'Sánchez', 'Núñez', 'Gil', 'Ferrer', 'Vidal'];
const CITIES = ['Cádiz', 'Madrid', 'León', 'Bilbao', 'A Coruña', 'Murcia', 'Sevilla'];
const TAGS = ['VIP', 'Feria de mayo', 'Mayorista', 'Boletín; Tienda', ''];
const of = (list: readonly string[], n: number): string => list[n % list.length] as string;
const phoneOf = (n: number): string => String(600_000_000 + n);
function rowOf(n: number): string[] {
  const name = `${of(NAMES, n)} ${of(FAMILIES, Math.floor(n / 10))} ${of(FAMILIES, Math.floor(n / 100))}`;
  const phone = n % 3 === 0 ? `+34 ${phoneOf(n).replace(/(...)(..)(..)(..)/, '$1 $2 $3 $4')}` : phoneOf(n);
  const birthday = `${String(1 + (n % 28)).padStart(2, '0')}/${String(1 + (n % 12)).padStart(2, '0')}/${1950 + (n % 55)}`;
  return [
    ...[name, phone, `persona.${n}@ejemplo.es`, `Tienda ${n % 5_000}, S.L.`, of(CITIES, n), birthday, of(TAGS, n)],
    n % 2 ? 'Prefiere que la llamen por la tarde' : '',
  ];
}

const server = await startTestServer({ tuning: 'durable' });
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'recado-bench-import-'));
const results: Result[] = [];
let full: string | null = null;
try {
  const admin = postgres(server.adminUrl, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database bench template ${server.template}`);
  await admin.end();
  const within = (url: string) => Object.assign(new URL(url), { pathname: '/bench' }).href;
  const owner = postgres(within(server.adminUrl), { max: 2, onnotice: () => {} });
  const jobsUrl = within(server.roleUrls.recado_jobs);
  say(`${rows} rows of ${HEAD.length} columns, ${known * 100} % of them of people who are there already`);
  for (const format of (['csv', 'xlsx'] as const).filter((each) => values.formats.split(',').includes(each))) {
    const workspaceId = await fill(owner);
    const importId = await bring(owner, workspaceId, format);
    const judged = await inProcess({ jobsUrl, folder, workspaceId, importId, what: 'check' });
    await owner`update app.contact_import set state = 'running' where id = ${importId}`;
    const done = await inProcess({ jobsUrl, folder, workspaceId, importId, what: 'run' });
    await prove(owner, workspaceId, importId);
    full = workspaceId;
    const name = format === 'csv' ? 'CSV' : 'Excel';
    const both = judged.seconds + done.seconds;
    results.push(show({ name: `${name}, judging every row`, unit: 's', samples: [judged.seconds] }));
    results.push(show({ name: `${name}, doing every row`, unit: 's', samples: [done.seconds] }));
    results.push(show({ name: `${name}, both`, unit: 's', samples: [both], most: rows / ROWS_PER_SECOND }));
    results.push(
      show({ name: `${name}, rows a second`, unit: 'rows/s', samples: [rows / both], least: ROWS_PER_SECOND }),
    );
    results.push(show({ name: `${name}, memory`, unit: 'MB', samples: [Math.max(judged.mb, done.mb)], most: MB }));
  }
  for (const format of values.exports.split(',').filter((each) => full !== null && each !== '')) {
    const workspaceId = full as string;
    const exportId = await ask(owner, workspaceId, format);
    const written = await inProcess({ jobsUrl, folder, workspaceId, importId: exportId, what: 'export' });
    const [row] = await owner`select state, total, bytes from app.contact_export where id = ${exportId}`;
    if (row?.state !== 'ready' || row.total !== rows) throw new Error(`${row?.state} with ${row?.total} contacts.`);
    say(`${format} of ${Math.round(Number(row.bytes) / 1024 / 1024)} MB`);
    const name = `Export as ${format}`;
    results.push(show({ name, unit: 's', samples: [written.seconds], most: rows / ROWS_PER_SECOND }));
    results.push(show({ name: `${name}, memory`, unit: 'MB', samples: [written.mb], most: MB }));
  }
  await owner.end({ timeout: 2 });
} finally {
  await server.stop();
  fs.rmSync(folder, { recursive: true, force: true });
}
process.exit(finish('import', results));

/** A workspace that knows some of the file's people, in another writing than the file's. */
async function fill(sql: Sql): Promise<string> {
  const { id } = await makeWorkspace(sql);
  await sql`with made as (insert into app.contact (workspace_id, name, notes)
      select ${id}, 'Persona ' || n, n::text from generate_series(1, ${Math.round(rows * known)}) n returning id, notes)
    insert into app.contact_identity (workspace_id, contact_id, kind, value)
      select ${id}, made.id, 'wa_pn', '34' || (600000000 + made.notes::integer * ${Math.max(1, Math.round(1 / (known || 1)))} - 1) from made`;
  return id;
}

/** The file, kept as the product keeps it, with what somebody confirmed of its columns. */
async function bring(sql: Sql, workspaceId: string, format: 'csv' | 'xlsx'): Promise<string> {
  async function* all(): AsyncGenerator<string[]> {
    yield HEAD;
    for (let n = 0; n < rows; n += 1) yield rowOf(n);
  }
  async function* lines(): AsyncGenerator<string> {
    let first = true;
    for await (const row of all()) {
      yield csvLine(row, first);
      first = false;
    }
  }
  const at = path.join(folder, `${randomUUID()}.${format}`);
  await pipeline(format === 'csv' ? Readable.from(lines()) : xlsxStream('Contactos', all()), fs.createWriteStream(at));
  const hash = createHash('sha256');
  await pipeline(fs.createReadStream(at), hash);
  const sha256 = hash.digest('hex');
  await diskStorage(folder).put(workspaceId, sha256, fs.createReadStream(at));
  const [row] = await sql`
    insert into app.contact_import (workspace_id, name, sha256, bytes, format, encoding, delimiter, has_header, columns, sample, mapping, country, policy, consent, consent_shown, revision, state)
    values (${workspaceId}, ${`clientes.${format}`}, ${Buffer.from(sha256, 'hex')}, ${fs.statSync(at).size}, ${format}, ${format === 'csv' ? 'utf-8' : null}, ${format === 'csv' ? ',' : null},
      true, ${HEAD}, '[]', ${MAPPING}, 'ES', 'fill', 'all', 'feria de mayo', 1, 'checking') returning id`;
  return row?.id as string;
}

/** Everybody of a workspace with every column, settled as asking for it does. */
async function ask(sql: Sql, workspaceId: string, format: string): Promise<string> {
  const [row] = await sql`
    insert into app.contact_export (workspace_id, person_id, format, delimiter, columns, locale, total)
    select ${workspaceId}, m.person_id, ${format}, ';', ${[...exportColumns]}, 'es', ${rows} from app.member m where m.workspace_id = ${workspaceId} limit 1 returning id`;
  await sql`insert into app.contact_export_part (workspace_id, export_id, n, ids)
    select ${workspaceId}, ${row?.id}, ((m.place - 1) / 1000 + 1)::integer, array_agg(m.id order by m.place)
      from (select c.id, row_number() over (order by c.sort_name, c.id) place from app.contact c where c.workspace_id = ${workspaceId} and c.deleted_at is null) m group by 3`;
  return row?.id as string;
}

/** Does one part of it in a process of its own, and answers what that took. */
async function inProcess(order: ImportOrder): Promise<{ seconds: number; mb: number }> {
  const child = fork(path.join(import.meta.dirname, 'import/import-main.ts'), [JSON.stringify(order)], {
    // as the process of jobs is started
    execArgv: ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=4', '--heap-growing-percent=60'],
  });
  return new Promise((resolve, reject) => {
    child.once('message', (told) => resolve(told as { seconds: number; mb: number }));
    child.once('exit', (code) => reject(new Error(`The import ended with ${code}.`)));
  });
}

/** Every row came in once, and whoever was known stayed one. */
async function prove(sql: Sql, workspaceId: string, importId: string): Promise<void> {
  const [row] = await sql`
    select i.state, (select count(*)::integer from app.contact c where c.workspace_id = ${workspaceId} and c.deleted_at is null) contacts,
        (select count(*)::integer from app.contact_identity x where x.workspace_id = ${workspaceId}) numbers
      from app.contact_import i where i.workspace_id = ${workspaceId} and i.id = ${importId}`;
  if (row?.state !== 'done' || row.contacts !== rows || row.numbers !== rows)
    throw new Error(`${row?.state} with ${row?.contacts} contacts and ${row?.numbers} numbers instead of ${rows}.`);
}
