// The rows of one demo workspace, as the message pipeline would have left them.
import { DAY, HOUR, nextOpen } from './calendar.ts';
import { type DemoContact, makeContacts } from './contacts.ts';
import { type Author, type SpokenLine, type Stage, type Story, tellStory } from './conversations.ts';
import { parseDialogues } from './corpus.ts';
import type { DemoWorkspace } from './people.ts';
import type { Picture } from './pictures.ts';
import type { Chance } from './random.ts';
import { playGroup } from './timeline.ts';

type Row = Record<string, unknown>;
export type WorkspaceRows = {
  channel: Row[];
  contact: Row[];
  contact_identity: Row[];
  conversation: Row[];
  media: Row[];
  message: Row[];
};

export type WorkspaceSetting = {
  demo: DemoWorkspace;
  workspaceId: string;
  staff: readonly { author: Author; share: number }[];
  now: number;
  /** null leaves out the dialogues that show photos */
  pictures: ReadonlyMap<string, Picture> | null;
  taken: Set<string>;
  chance: Chance;
};

/** Statuses of a message: see app.message. */
const FAILED = 2;
const SENT = 3;
const DELIVERED = 4;
const READ = 5;
const RECEIVED = 9;

const OPEN_ENDINGS = 9;
const RECENT_ENDINGS = 14;

export function makeWorkspaceRows(setting: WorkspaceSetting): WorkspaceRows {
  const { demo, workspaceId, now, chance, pictures } = setting;
  const made = now - 225 * DAY;
  const rows: WorkspaceRows = {
    channel: [],
    contact: [],
    contact_identity: [],
    conversation: [],
    media: [],
    message: [],
  };
  const channelId = chance.id(made);
  const stage: Stage = {
    trade: demo.trade,
    dialogues: parseDialogues(demo.trade.dialogues).filter(
      (dialogue) => pictures !== null || dialogue.turns.every((turn) => turn.picture === null),
    ),
    staff: setting.staff,
    now,
    uses: new Map(),
    played: new Map(),
    chance,
  };
  const people = makeContacts(demo.trade, demo.contacts, setting.taken, chance);
  let failing = true;
  for (const [position, person] of people.entries()) {
    const ending = position < OPEN_ENDINGS ? 'open' : position < OPEN_ENDINGS + RECENT_ENDINGS ? 'recent' : 'past';
    const story = tellStory(stage, person, ending);
    if (story.lines.length === 0) continue;
    const lastLine = story.lines.at(-1) as SpokenLine;
    const fails = failing && ending !== 'open' && lastLine.author !== null;
    if (fails) failing = false;
    addConversation(rows, setting, channelId, person, story, fails);
  }
  for (const group of demo.trade.groups) {
    const [script] = parseDialogues(group.script);
    if (!script) throw new Error(`The group ${group.name} has nothing to say.`);
    const lines = playGroup(script, demo.trade, now - chance.between(3, 60) * HOUR, stage.uses, chance);
    const spoken = lines.filter((line) => line.at < now - HOUR).map((line) => ({ ...line, author: null }));
    addConversation(rows, setting, channelId, group.name, { lines: spoken, finished: true }, false);
  }
  const lastAt = (direction: string) =>
    rows.message.reduce<string | null>(
      (last, row) =>
        row.direction === direction && (last === null || (row.occurred_at as string) > last)
          ? (row.occurred_at as string)
          : last,
      null,
    );
  rows.channel.push({
    workspace_id: workspaceId,
    id: channelId,
    name: demo.channelName,
    driver: 'simulator',
    number: demo.channelNumber,
    state: 'closed',
    state_since: iso(now),
    state_detail: {},
    wanted: 'closed',
    wanted_seq: 0,
    last_seen_at: iso(now),
    last_inbound_at: lastAt('in'),
    last_outbound_at: lastAt('out'),
    created_at: iso(made),
  });
  return rows;
}

function addConversation(
  rows: WorkspaceRows,
  setting: WorkspaceSetting,
  channelId: string,
  who: DemoContact | string,
  story: Story,
  lastFails: boolean,
): void {
  const { workspaceId, now, chance, pictures } = setting;
  const isGroup = typeof who === 'string';
  const first = story.lines[0] as SpokenLine;
  const last = story.lines.at(-1) as SpokenLine;
  const contactId = chance.id(first.at);
  const conversationId = chance.id(first.at);
  const identity = (kind: string, value: string): void => {
    rows.contact_identity.push({
      workspace_id: workspaceId,
      id: chance.id(first.at),
      contact_id: contactId,
      kind,
      value,
      source: 'whatsapp',
      first_seen_at: iso(first.at),
    });
  };
  let address: string;
  if (isGroup) {
    const value = `1203630${chance.between(10_000_000, 99_999_999)}${chance.between(100, 999)}`;
    identity('wa_group', value);
    address = `${value}@g.us`;
  } else {
    if (who.number) identity('wa_pn', who.number);
    if (who.lid) identity('wa_lid', who.lid);
    address = who.number && !(who.lid && chance.is(0.3)) ? `${who.number}@s.whatsapp.net` : `${who.lid}@lid`;
  }
  rows.contact.push({
    workspace_id: workspaceId,
    id: contactId,
    name: isGroup ? '' : who.name,
    profile_name: isGroup ? who : who.profileName,
    kind: isGroup ? 'group' : who.kind,
    email: isGroup ? null : who.email,
    city: isGroup ? null : who.city,
    notes: isGroup ? null : who.notes,
    created_at: iso(first.at),
  });

  let lastOut = 0;
  let lastMessage: Row = {};
  const hides = !isGroup && who.hidesReading;
  const lastIn = story.lines.findLast((line) => line.who !== 's')?.at ?? 0;
  for (const [position, line] of story.lines.entries()) {
    const out = line.who === 's';
    const picture = line.picture ? (pictures?.get(line.picture) ?? null) : null;
    const mediaId = picture ? chance.id(line.at) : null;
    if (picture) {
      rows.media.push({
        workspace_id: workspaceId,
        id: mediaId,
        kind: 'image',
        mime: picture.mime,
        name: picture.name,
        bytes: picture.bytes.length,
        sha256: `\\x${picture.sha256.toString('hex')}`,
        width: picture.width,
        height: picture.height,
        state: 'ready',
        created_at: iso(line.at),
      });
    }
    const failed = lastFails && position === story.lines.length - 1;
    const recovered = !out && !isGroup && chance.is(0.004);
    // WhatsApp counts in seconds; what is written here carries its milliseconds
    const occurred = line.author ? line.at : Math.floor(line.at / 1000) * 1000;
    lastMessage = {
      workspace_id: workspaceId,
      id: chance.id(line.at),
      conversation_id: conversationId,
      channel_id: channelId,
      seq: position + 1,
      direction: out ? 'out' : 'in',
      kind: picture ? 'image' : 'text',
      body: line.text,
      media_id: mediaId,
      provider_id: line.author ? `3EB0${chance.hex(18).toUpperCase()}` : `3A${chance.hex(18).toUpperCase()}`,
      client_message_id: line.author ? chance.id(line.at) : null,
      author_kind: out ? (line.author ? 'person' : 'phone') : 'contact',
      author_id: line.author?.id ?? null,
      author_name: line.author?.name ?? (isGroup && !out ? line.who : null),
      status: !out ? RECEIVED : failed ? FAILED : reached(line.at, lastIn, now, hides, chance),
      error_code: failed ? 'rejected' : null,
      attempts: line.author ? 1 : 0,
      recovered,
      occurred_at: iso(occurred),
      created_at: iso(recovered ? Math.min(now, line.at + 3 * HOUR) : line.at + 400),
    };
    rows.message.push(lastMessage);
    if (out) lastOut = position + 1;
  }

  const count = story.lines.length;
  const unanswered = last.who === 's' ? 0 : count - lastOut;
  // what came in lately, or while the business was closed, nobody has opened yet; the rest was read and waits, or needs no answer
  const isUnread =
    unanswered > 0 &&
    (story.finished
      ? now - last.at < 5 * HOUR
      : now - nextOpen(setting.demo.trade.hours, last.at) < 9 * HOUR || chance.is(0.3));
  rows.conversation.push({
    workspace_id: workspaceId,
    id: conversationId,
    channel_id: channelId,
    contact_id: contactId,
    address,
    status: statusOf(story, last, isUnread, now, chance),
    unread_count: isUnread ? unanswered : 0,
    last_seq: count,
    read_seq: isUnread ? lastOut : count,
    last_message_at: lastMessage.occurred_at,
    last_message_id: lastMessage.id,
    last_preview: [...(lastMessage.body as string).replace(/\s+/g, ' ')].slice(0, 120).join(''),
    last_kind: lastMessage.kind,
    last_direction: lastMessage.direction,
    last_status: lastMessage.status,
    last_author_kind: lastMessage.author_kind,
    version: count,
    created_at: iso(first.at),
  });
}

function reached(at: number, lastIn: number, now: number, hides: boolean, chance: Chance): number {
  if (hides) return DELIVERED;
  if (at < lastIn) return READ;
  const share = chance.next();
  const old = now - at > DAY;
  if (share < (old ? 0.86 : 0.6)) return READ;
  return share < (old ? 0.97 : 0.94) ? DELIVERED : SENT;
}

function statusOf(story: Story, last: SpokenLine, isUnread: boolean, now: number, chance: Chance): string {
  const age = now - last.at;
  if (isUnread) return 'open';
  if (!story.finished)
    return last.who === 's' ? chance.pick(['waiting', 'in_progress']) : chance.pick(['open', 'in_progress']);
  if (last.who !== 's') return age > 100 * DAY && chance.is(0.3) ? 'archived' : 'closed';
  if (age < 4 * DAY) return chance.pick(['open', 'in_progress', 'waiting', 'closed']);
  return age > 100 * DAY && chance.is(0.3) ? 'archived' : chance.is(0.85) ? 'closed' : 'open';
}

const iso = (at: number): string => new Date(at).toISOString();
