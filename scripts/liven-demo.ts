import postgres, { type Sql } from 'postgres';

type Demo = { workspaceId: string; channelId: string; number: string; business: string };

/**
 * Lets the demo answer: its numbers are linked to simulated phones, and its customers exist there under the numbers and ids that the
 * conversations know, so that a newcomer's first reply gets its ticks. What is linked already stays as people left it.
 */
export async function livenDemo(options: {
  adminUrl: string;
  simulator: { url: string; token: string };
  say: (line: string) => void;
}): Promise<void> {
  const sql = postgres(options.adminUrl, { max: 1, onnotice: () => {} });
  const control = async <T>(path: string, input: object): Promise<T> => {
    const response = await fetch(`${options.simulator.url}/control/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${options.simulator.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(input),
      signal: AbortSignal.timeout(10_000),
    });
    if (!response.ok) throw new Error(`the simulator answered ${response.status} to ${path}`);
    return (await response.json()) as T;
  };
  try {
    const demos = await unlinked(sql);
    for (const demo of demos) await control('accounts', { number: demo.number, name: demo.business });
    for (const demo of demos) await introduce(sql, demo, control);
    await Promise.all(demos.map((demo) => link(sql, demo, control)));
    if (demos.length > 0) options.say(`demo numbers are linked to ${demos.length} simulated phones`);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Numbers of the demo that nobody has linked or touched yet. */
async function unlinked(sql: Sql): Promise<Demo[]> {
  return await sql<Demo[]>`
    select h.workspace_id "workspaceId", h.id "channelId", h.number, w.name business
    from app.channel h join app.workspace w on w.id = h.workspace_id
    where w.is_demo and h.driver = 'simulator' and h.number is not null and h.wanted_seq = 0
      and not exists (select 1 from wa.credential c where c.workspace_id = h.workspace_id and c.channel_id = h.id)`;
}

type Control = <T>(path: string, input: object) => Promise<T>;

async function introduce(sql: Sql, demo: Demo, control: Control): Promise<void> {
  const people = await sql<{ name: string; pn: string | null; lid: string | null; group: string | null }[]>`
    select coalesce(nullif(c.name, ''), c.profile_name, '') name,
      max(i.value) filter (where i.kind = 'wa_pn') pn, max(i.value) filter (where i.kind = 'wa_lid') lid,
      max(i.value) filter (where i.kind = 'wa_group') "group"
    from app.contact c join app.contact_identity i on i.workspace_id = c.workspace_id and i.contact_id = c.id
    where c.workspace_id = ${demo.workspaceId} group by c.id, c.name, c.profile_name`;
  const members: string[] = [];
  for (const person of people.filter((each) => !each.group)) {
    // a person whose number WhatsApp hides has one all the same, which only their phone knows
    const number = person.pn ?? `34699${(person.lid ?? '').slice(-6)}`;
    await control('customers', {
      number,
      ...(person.name ? { name: person.name } : {}),
      ...(person.lid ? { lid: person.lid } : {}),
    });
    if (members.length < 4) members.push(number);
  }
  for (const group of people.filter((each) => each.group)) {
    await control('groups', {
      account: demo.number,
      id: `${group.group}@g.us`,
      subject: group.name || 'Grupo',
      members,
    });
  }
}

/** Asks for the number as its owner would, and scans the code that appears. */
async function link(sql: Sql, demo: Demo, control: Control): Promise<void> {
  await sql`
    update app.channel set wanted = 'open', wanted_seq = wanted_seq + 1, state = 'connecting', state_reason = null
    where workspace_id = ${demo.workspaceId} and id = ${demo.channelId}`;
  await sql`select pg_notify('recado_hint', 'wanted')`;
  const deadline = Date.now() + 30_000;
  for (let scanned = false; Date.now() < deadline; await new Promise((resolve) => setTimeout(resolve, 100))) {
    const [channel] = await sql`
      select state, state_detail->>'qr' qr from app.channel where workspace_id = ${demo.workspaceId} and id = ${demo.channelId}`;
    if (channel?.state === 'open') return;
    if (channel?.qr && !scanned) {
      scanned = true;
      await control('scan', { qr: channel.qr, number: demo.number });
    }
  }
  throw new Error(`the demo number of ${demo.business} was not linked within 30 s`);
}
