import { checkAudit, listAudit } from '@recado/core/compliance';
import { reading, router } from '../procedures.ts';

/** What was done in a workspace, and whether anybody touched the record of it. */
export const auditRouter = router({ list: reading(listAudit), check: reading(checkAudit) });
