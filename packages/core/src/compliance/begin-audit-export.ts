import { command } from '../kernel/index.ts';
import { complianceEvents, ExportAudit } from './contract.ts';

/** Writes down that the audit is taken away, before the first row leaves. Whoever mounts it asks for a fresh proof first. */
export const beginAuditExport = command({
  input: ExportAudit,
  needs: 'audit.export',
  async run({ record }, { format, ...filter }) {
    await record(complianceEvents.auditExported, { format, filter });
    return { ok: true as const };
  },
});
