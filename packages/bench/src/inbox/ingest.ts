import { randomUUID } from 'node:crypto';
import { receiveMessages } from '@recado/core/conversations';
import { sql as text } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres, { type Sql } from 'postgres';
import { median, type Result, show } from '../report.ts';
import { channelAt, thingAt, workspaceAt } from './seed.ts';

const WRITERS = 10;
const FENCE = 7;
/** One of the companies that nothing else is measured in. */
const COMPANY = 3;

type Write = (writer: number, at: number) => Promise<unknown>;

/** Ten writers at once, each into threads of its own: our way, the same rows by one statement, and one after the other as an ORM does it. */
export async function measureIngest(options: {
  adminUrl: string;
  owner: Sql;
  worker: Sql;
  rounds: number;
  calls: number;
}): Promise<Result[]> {
  const { owner, worker, rounds, calls } = options;
  const workspaceId = workspaceAt(COMPANY);
  const channelId = channelAt(COMPANY);
  await owner`insert into wa.lease (workspace_id, channel_id, driver, holder, fence, expires_at)
    values (${workspaceId}, ${channelId}, 'simulator', ${randomUUID()}, ${FENCE}, 'infinity') on conflict do nothing`;
  const conversations = await owner`
    select v.id, v.contact_id, v.address, (select i.value from app.contact_identity i where i.workspace_id = v.workspace_id and i.contact_id = v.contact_id limit 1) number
      from app.conversation v where v.workspace_id = ${workspaceId} order by v.id limit ${WRITERS * 20}`;
  if (conversations[0]?.id !== thingAt('b3', COMPANY, 0)) throw new Error('the company is not as it was made');
  const place = (writer: number, at: number) =>
    conversations[(writer * 20 + (at % 20)) % conversations.length] as Record<string, string>;

  const held = { workspaceId, channelId, fence: FENCE } as unknown as Parameters<typeof receiveMessages>[1];
  const item = (writer: number, at: number): Parameters<typeof receiveMessages>[2][number] => {
    const { address = '', number = '' } = place(writer, at);
    return {
      ...{ providerId: randomUUID(), direction: 'in', address, identities: [{ kind: 'wa_pn', value: number }] },
      ...{
        chatKind: 'person',
        profileName: null,
        authorName: null,
        kind: 'text',
        body: 'Hola, ¿tenéis hueco el martes?',
      },
      ...{ occurredAt: new Date().toISOString(), recovered: false, quotedProviderId: null, detail: null, staged: [] },
    };
  };
  const ours: Write = (writer, at) => receiveMessages(worker as never, held, [item(writer, at)]);
  const batches: Write = (writer, at) =>
    receiveMessages(
      worker as never,
      held,
      Array.from({ length: 20 }, (_, n) => item(writer, at + n)),
    );

  const one = postgres(options.adminUrl, { max: WRITERS, onnotice: () => {} });
  const statement: Write = (writer, at) => {
    const { id } = place(writer, at);
    return one`
      with v as (update app.conversation x set last_seq = x.last_seq + 1, unread_count = x.unread_count + 1, last_message_at = clock_timestamp(), last_preview = 'Hola, ¿tenéis hueco el martes?',
          last_kind = 'text', last_direction = 'in', last_status = 9, last_author_kind = 'contact', version = x.version + 1
          where x.workspace_id = ${workspaceId} and x.id = ${id as string} returning x.id, x.last_seq),
        m as (insert into app.message (workspace_id, conversation_id, channel_id, seq, direction, kind, body, provider_id, author_kind, status, occurred_at)
          select ${workspaceId}::uuid, v.id, ${channelId}::uuid, v.last_seq, 'in', 'text', 'Hola, ¿tenéis hueco el martes?', ${randomUUID()}, 'contact', 9, clock_timestamp() from v returning id, conversation_id)
      insert into app.change (workspace_id, topic, entity_id, conversation_id)
        select ${workspaceId}::uuid, 'message', m.id, m.conversation_id from m union all select ${workspaceId}::uuid, 'conversation', v.id, v.id from v`;
  };
  const orm = postgres(options.adminUrl, { max: WRITERS, onnotice: () => {} });
  const db = drizzle(orm);
  const sequential: Write = (writer, at) => {
    const { id, number } = place(writer, at);
    return db.transaction(async (tx) => {
      await tx.execute(
        text`select * from app.contact_identity where workspace_id = ${workspaceId} and kind = 'wa_pn' and value = ${number}`,
      );
      await tx.execute(
        text`select * from app.conversation where workspace_id = ${workspaceId} and id = ${id} for update`,
      );
      const provider = randomUUID();
      await tx.execute(
        text`select 1 from app.message where workspace_id = ${workspaceId} and channel_id = ${channelId} and provider_id = ${provider}`,
      );
      const [last] =
        await tx.execute(text`update app.conversation set last_seq = last_seq + 1, unread_count = unread_count + 1, last_message_at = clock_timestamp(),
        last_preview = 'Hola', last_kind = 'text', last_direction = 'in', last_status = 9, last_author_kind = 'contact', version = version + 1
        where workspace_id = ${workspaceId} and id = ${id} returning last_seq`);
      const [made] =
        await tx.execute(text`insert into app.message (workspace_id, conversation_id, channel_id, seq, direction, kind, body, provider_id, author_kind, status, occurred_at)
        values (${workspaceId}, ${id}, ${channelId}, ${last?.last_seq}, 'in', 'text', 'Hola, ¿tenéis hueco el martes?', ${provider}, 'contact', 9, clock_timestamp()) returning id`);
      await tx.execute(
        text`insert into app.change (workspace_id, topic, entity_id, conversation_id) values (${workspaceId}, 'message', ${made?.id}, ${id})`,
      );
      await tx.execute(
        text`insert into app.change (workspace_id, topic, entity_id, conversation_id) values (${workspaceId}, 'conversation', ${id}, ${id})`,
      );
    });
  };

  const rates = {
    ours: [] as number[],
    statement: [] as number[],
    sequential: [] as number[],
    batches: [] as number[],
  };
  for (let round = -1; round < rounds; round += 1) {
    const turns: [keyof typeof rates, Write, number][] = [
      ['ours', ours, 1],
      ['statement', statement, 1],
      ['sequential', sequential, 1],
    ];
    if (round % 2 !== 0) turns.reverse();
    for (const [name, write, each] of turns) {
      const rate = await rateOf(write, calls, each);
      if (round >= 0) rates[name].push(rate);
    }
    if (round >= 0 && round < 5) rates.batches.push(await rateOf(batches, Math.ceil(calls / 10), 20));
  }
  await Promise.all([one.end({ timeout: 2 }), orm.end({ timeout: 2 })]);
  const over = (a: number[], b: number[]) => a.map((each, n) => each / (b[n] as number));
  return [
    show({
      name: 'one message a call, ten writers',
      unit: '/s',
      samples: rates.ours,
      limit: median(rates.statement),
      peer: median(rates.sequential),
    }),
    show({
      name: 'one statement with the same rows ÷ ours',
      unit: 'times',
      samples: over(rates.statement, rates.ours),
      byInterval: true,
      most: 1.5,
    }),
    show({
      name: 'ours ÷ one after the other by an ORM',
      unit: 'times',
      samples: over(rates.ours, rates.sequential),
      byInterval: true,
      least: 3,
    }),
    show({ name: 'batches of twenty into one workspace', unit: '/s', samples: rates.batches, least: 1_000 }),
  ];
}

/** Messages a second when every writer makes so many calls. */
async function rateOf(write: Write, calls: number, each: number): Promise<number> {
  const started = performance.now();
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      for (let at = 0; at < calls; at += 1) await write(writer, at);
    }),
  );
  return (WRITERS * calls * each * 1000) / (performance.now() - started);
}
