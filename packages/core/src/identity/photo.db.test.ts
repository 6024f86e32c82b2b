import { randomBytes, randomUUID } from 'node:crypto';
import type { Database } from '@recado/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addMember, makePerson, makeWorkspace, openTestSession } from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { strangePass } from '../../../testing/src/passes.ts';
import { exportHistory, getViewer, readPhoto, removePhoto, setPhoto } from './index.ts';

let db: TestDatabase;
let ctx: { db: Database };
beforeAll(async () => {
  db = await createDatabase();
  ctx = { db: db.web as unknown as Database };
});
afterAll(async () => await db.drop());

/** A PNG of 40 pixels a side whose lines are any bytes: as much of a picture as the server reads. */
function png(side = 40): Buffer {
  const chunk = (type: string, body: Buffer) => {
    const head = Buffer.alloc(4);
    head.writeUInt32BE(body.length);
    return Buffer.concat([head, Buffer.from(type), body, Buffer.alloc(4)]);
  };
  const size = Buffer.alloc(13);
  size.writeUInt32BE(side, 0);
  size.writeUInt32BE(side, 4);
  const parts = [chunk('IHDR', size), chunk('IDAT', randomBytes(64)), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts]);
}
async function arrive() {
  const person = await makePerson(db.admin, { sessionLimit: 2 });
  return { ...person, pass: (await openTestSession(db.web, person.id)).pass };
}
type Arrived = Awaited<ReturnType<typeof arrive>>;
const answer = async (work: Promise<unknown>) =>
  await work.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );
const seenBy = (who: Arrived, of: string | null, known: Buffer | null = null) =>
  readPhoto(ctx, who.pass, null, { of, known });
const stored = async (personId: string) =>
  (await db.admin`select bytes from guard.person_photo where person_id = ${personId}`)[0]?.bytes as Buffer | undefined;

/** Two people of one workspace, and one of another. */
async function colleagues() {
  const [ana, bea, carla] = [await arrive(), await arrive(), await arrive()];
  const { id: workspaceId } = await makeWorkspace(db.admin, { owner: ana });
  await addMember(db.admin, workspaceId, bea, 'agent');
  await makeWorkspace(db.admin, { owner: carla });
  return { ana, bea, carla, workspaceId };
}

describe('one’s own picture', () => {
  it('is there once it is set, under a name that changes with it, until it is taken away', async () => {
    const ana = await arrive();
    const version = async () => (await getViewer(ctx, ana.pass, null)).person.photo;
    expect(await version()).toBeNull();
    const [first, second] = [png(), png(64)];
    const { photo } = await setPhoto(ctx, ana.pass, null, first);
    expect([await version(), (await seenBy(ana, ana.id)).mime]).toEqual([photo, 'image/png']);
    await setPhoto(ctx, ana.pass, null, second);
    expect(await version()).not.toBe(photo);
    expect((await seenBy(ana, ana.id)).bytes).toEqual(second);
    await removePhoto(ctx, ana.pass, null);
    await removePhoto(ctx, ana.pass, null);
    expect([await version(), await answer(seenBy(ana, ana.id))]).toEqual([null, 'identity.photoNotFound']);
  });

  it('of two that come at once is one of them, whole', async () => {
    const ana = await arrive();
    const pictures = Array.from({ length: 8 }, () => png());
    await Promise.all(pictures.map((picture) => setPhoto(ctx, ana.pass, null, picture)));
    const kept = await seenBy(ana, ana.id);
    expect(pictures.some((picture) => picture.equals(kept.bytes as Buffer))).toBe(true);
    const [rows] = await db.admin`select count(*)::int n from guard.person_photo where person_id = ${ana.id}`;
    expect(rows?.n).toBe(1);
  });

  it('stays as it was when another is refused', async () => {
    const ana = await arrive();
    const good = png();
    await setPhoto(ctx, ana.pass, null, good);
    const refused: [string, Buffer][] = [
      ['empty', Buffer.alloc(0)],
      ['kind', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
      ['bytes', Buffer.concat([good, Buffer.alloc(512 * 1024)])],
      ['side', png(2049)],
      ['broken', good.subarray(0, -1)],
    ];
    for (const [because, bytes] of refused)
      await expect(setPhoto(ctx, ana.pass, null, bytes)).rejects.toMatchObject({
        code: 'identity.photoRefused',
        params: { field: 'photo', because },
      });
    expect(await stored(ana.id)).toEqual(good);
  });

  it('leaves with what a person takes away, and goes when the person goes', async () => {
    const ana = await arrive();
    expect((await exportHistory(ctx, ana.pass, null)).photo).toBeNull();
    const picture = png();
    await setPhoto(ctx, ana.pass, null, picture);
    const { photo } = await exportHistory(ctx, ana.pass, null);
    expect([photo?.mime, Buffer.from(photo?.base64 ?? '', 'base64')]).toEqual(['image/png', picture]);
    expect(photo?.base64).not.toContain('\n');
    await db.admin`delete from guard.person where id = ${ana.id}`;
    expect(await stored(ana.id)).toBeUndefined();
  });

  it('is not changed, seen or taken away without a live session of the person that the page was made for', async () => {
    const { ana, bea } = await colleagues();
    const picture = png();
    await setPhoto(ctx, ana.pass, null, picture);
    const tried = (pass: Buffer, person: string | null) =>
      Promise.all([
        answer(setPhoto(ctx, pass, person, png())),
        answer(removePhoto(ctx, pass, person)),
        answer(readPhoto(ctx, pass, person, { of: ana.id, known: null })),
      ]);
    const all = (code: string) => [code, code, code];
    expect(await tried(strangePass(), null)).toEqual(all('identity.sessionEnded'));
    expect(await tried(bea.pass, randomUUID())).toEqual(all('identity.otherPerson'));
    await db.admin`update guard.session set ended_at = now(), end_reason = 'logout' where person_id in (${ana.id}, ${bea.id})`;
    for (const { pass } of [ana, bea]) expect(await tried(pass, null)).toEqual(all('identity.sessionEnded'));
    expect(await stored(ana.id)).toEqual(picture);
  });

  it('is seen and not changed by who is in the person’s name, whatever else they may', async () => {
    const { ana } = await colleagues();
    const picture = png();
    await setPhoto(ctx, ana.pass, null, picture);
    const { pass } = await openTestSession(db.admin, ana.id, { kind: 'impersonation' });
    expect(await answer(setPhoto(ctx, pass, null, png()))).toBe('kernel.workspaceNotFound');
    expect(await answer(removePhoto(ctx, pass, null))).toBe('kernel.workspaceNotFound');
    expect((await seenBy({ ...ana, pass }, ana.id)).bytes).toEqual(picture);
  });
});

describe('the picture of somebody else', () => {
  it('is seen by colleagues, and by nobody else, who cannot tell it from none and from nobody', async () => {
    const { ana, bea, carla } = await colleagues();
    const picture = png();
    await setPhoto(ctx, ana.pass, null, picture);
    expect((await seenBy(bea, ana.id)).bytes).toEqual(picture);
    const whole = (work: Promise<unknown>) =>
      work.catch(({ code, kind, params }: Record<string, unknown>) => ({ code, kind, params }));
    const none = { code: 'identity.photoNotFound', kind: 'NOT_FOUND', params: {} };
    for (const of of [ana.id, bea.id, randomUUID(), null]) expect(await whole(seenBy(carla, of))).toEqual(none);
    expect(await whole(seenBy(carla, ana.id, (await seenBy(ana, ana.id)).digest))).toEqual(none);
    expect(await whole(seenBy(ana, bea.id))).toEqual(none);
  });

  it('is not sent again to a colleague who has it, and is once it changed', async () => {
    const { ana, bea } = await colleagues();
    await setPhoto(ctx, ana.pass, null, png());
    const { digest } = await seenBy(bea, ana.id);
    expect((await seenBy(bea, ana.id, digest)).bytes).toBeNull();
    const next = png();
    await setPhoto(ctx, ana.pass, null, next);
    expect((await seenBy(bea, ana.id, digest)).bytes).toEqual(next);
  });

  it('is seen where both may be, though another company of theirs leaves the address outside', async () => {
    const { ana, bea } = await colleagues();
    await setPhoto(ctx, ana.pass, null, png());
    for (const which of ['first', 'last']) {
      const strict = await makeWorkspace(db.admin, { owner: ana });
      await addMember(db.admin, strict.id, bea, 'agent');
      await db.admin`update app.account a set (plan, plan_version) = (select v.plan, max(v.version) from guard.plan_version v where v.plan = 'enterprise' group by v.plan)
        where a.id = ${strict.accountId}`;
      await db.admin`insert into guard.account_policy (account_id, two_factor, allow_list) values (${strict.accountId}, 'nobody', '{198.51.100.0/24}')`;
      expect([which, await answer(seenBy(bea, ana.id))]).toEqual([which, 'done']);
    }
    await db.admin`delete from app.member m where m.person_id = ${bea.id}
      and not exists (select 1 from app.workspace w join guard.account_policy x on x.account_id = w.account_id where w.id = m.workspace_id)`;
    expect(await answer(seenBy(bea, ana.id))).toBe('identity.photoNotFound');
  });

  it.each(['of who sees', 'of who is seen'])('is gone with the membership %s', async (whose) => {
    const { ana, bea } = await colleagues();
    await setPhoto(ctx, ana.pass, null, png());
    const personId = whose === 'of who sees' ? bea.id : ana.id;
    await db.admin`update app.member set blocked_at = now() where person_id = ${personId}`;
    expect(await answer(seenBy(bea, ana.id))).toBe('identity.photoNotFound');
    await db.admin`update app.member set blocked_at = null where person_id = ${personId}`;
    expect(await answer(seenBy(bea, ana.id))).toBe('done');
    await db.admin`delete from app.member where person_id = ${personId}`;
    expect(await answer(seenBy(bea, ana.id))).toBe('identity.photoNotFound');
  });
});

it('nobody reads or writes the pictures but by those functions', async () => {
  for (const role of [db.web, db.worker, db.jobs])
    for (const act of [role`select 1 from guard.person_photo`, role`delete from guard.person_photo`])
      await expect(act).rejects.toMatchObject({ code: '42501' });
  for (const role of [db.worker, db.jobs])
    await expect(role`select * from guard.read_photo('', null, null, null)`).rejects.toMatchObject({ code: '42501' });
});
