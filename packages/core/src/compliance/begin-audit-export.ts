import { sealMail } from '../identity/index.ts';
import { command, kernelErrors } from '../kernel/index.ts';
import { complianceEvents, ExportAudit } from './contract.ts';

/**
 * Writes down that the audit is taken away, and tells the owners by mail, before the first row leaves. Whoever mounts it asks for a fresh
 * proof first. A closed workspace's leaves it as well.
 */
export const beginAuditExport = command({
  input: ExportAudit,
  needs: 'audit.export',
  takesOut: true,
  async run({ tx, ctx, actor, record }, { format, ...filter }) {
    if (actor.kind === 'person' && actor.isStaff && actor.closed !== null)
      throw kernelErrors.workspaceClosed({ because: actor.closed });
    const [row] = await tx`select name from app.workspace where id = ${ctx.workspaceId}`;
    const by = actor.kind === 'person' ? actor.name : '';
    await tx`select guard.tell_of_export(${sealMail(ctx, { name: '', by, workspace: row?.name ?? '' })})`;
    await record(complianceEvents.auditExported, { format, filter });
    return { ok: true as const };
  },
});
