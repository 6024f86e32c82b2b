import { command } from '../kernel/index.ts';
import { CreateTag, TAGS_AT_MOST, type TagColour, type TagRow, tagColours, tagErrors, tagEvents } from './contract.ts';

/** Adds a label to the workspace's vocabulary. Throws tags.nameTaken, also for another case of the letters, and tags.tooMany. */
export const createTag = command({
  input: CreateTag,
  needs: 'tags.write',
  async run({ tx, ctx, record }, input) {
    const of = ctx.workspaceId;
    // two at once wait for each other, so that the vocabulary never has one too many
    await tx`select pg_advisory_xact_lock(hashtextextended(${`tags ${of}`}, 0))`;
    const there =
      await tx`select colour, lower(name) = lower(${input.name}) same from app.tag where workspace_id = ${of}`;
    if (there.some(({ same }) => same)) throw tagErrors.nameTaken({ field: 'name' });
    if (there.length >= TAGS_AT_MOST) throw tagErrors.tooMany({ limit: TAGS_AT_MOST });
    const colour = input.colour ?? rarest(there.map((row) => row.colour));
    const [row] = await tx`
      insert into app.tag (workspace_id, name, colour) values (${of}, ${input.name}, ${colour})
        on conflict (workspace_id, (lower(name))) do nothing returning id`;
    if (!row) throw tagErrors.nameTaken({ field: 'name' });
    const after = { name: input.name, colour };
    await record(tagEvents.created, { tagId: row.id, ...after }, { after });
    return { id: row.id, ...after } as TagRow;
  },
});

/** The colour that the fewest have. */
const rarest = (taken: readonly string[]): TagColour =>
  [...tagColours].sort((a, b) => countOf(taken, a) - countOf(taken, b))[0] as TagColour;
const countOf = (taken: readonly string[], colour: string): number => taken.filter((each) => each === colour).length;
