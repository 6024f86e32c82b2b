import { getPolicies, getTeamSecurity, pauseList, setPolicies } from '@recado/core/policies';
import { reading, router, sensitiveWriting } from '../procedures.ts';

/** What an account binds its people to, and how safe the team is. */
export const policiesRouter = router({
  get: reading(getPolicies),
  set: sensitiveWriting(setPolicies),
  pauseList: sensitiveWriting(pauseList),
  team: reading(getTeamSecurity),
});
