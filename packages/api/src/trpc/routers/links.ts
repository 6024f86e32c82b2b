import { createLink, listLinks, revokeLink, revokeLinkDevice, updateLink } from '@recado/core/access';
import { reading, router, sensitiveWriting, writing } from '../procedures.ts';

/** Access links, for whoever gives them. */
export const linksRouter = router({
  list: reading(listLinks),
  create: sensitiveWriting(createLink),
  update: sensitiveWriting(updateLink),
  revoke: writing(revokeLink),
  revokeDevice: writing(revokeLinkDevice),
});
