import { may, query } from '../kernel/index.ts';
import { accessErrors, OnePerson, type Removal } from './contract.ts';

/** What ends and what is left to somebody else when a person goes, or the caller themselves. Throws access.noMember. */
export const readRemoval = query({
  input: OnePerson,
  needs: 'members.read',
  async run({ tx, actor }, { personId }) {
    // what others would leave behind is told to those who may take them out
    const self = actor.kind === 'person' ? actor : null;
    if (self?.personId !== personId && !may(actor.role, 'members.remove', self?.permissions ?? null))
      throw accessErrors.noMember();
    const [row] = await tx`select guard.preview_removal(${personId}) removal`;
    if (!row?.removal) throw accessErrors.noMember();
    return row.removal as Removal;
  },
});
