import type { IncomingMessage, ServerResponse } from 'node:http';
import { isAuditFile, serveAudit } from '@recado/api/audit';
import { isArchiveFile, isExportFile, serveArchive, serveExport } from '@recado/api/exports';
import { isImportFaults, serveImportFaults, takeImport } from '@recado/api/imports';
import { identityErrors } from '@recado/core/identity/contract';
import type { Ctx } from '@recado/core/kernel';
import { createTranslator, isLocale } from '@recado/i18n';
import { messagesOf } from '@recado/i18n/messages';

/** Files of a company that are brought or taken away, as ways past the front door. */
export const fileRoutes = {
  auditFile: {
    isBehindSession: true,
    asksForProof: true,
    rate: 'app',
    takes: (method: string, path: string) => isAuditFile(path) && method === 'GET',
  },
  importFile: {
    isBehindSession: true,
    rate: 'photo',
    takes: (method: string, path: string) => path === '/imports' && method === 'POST',
  },
  importFaults: {
    isBehindSession: true,
    rate: 'app',
    takes: (method: string, path: string) => isImportFaults(path) && method === 'GET',
  },
  exportFile: {
    isBehindSession: true,
    asksForProof: true,
    rate: 'app',
    takes: (method: string, path: string) => isExportFile(path) && method === 'GET',
  },
  archiveFile: {
    isBehindSession: true,
    asksForProof: true,
    rate: 'app',
    takes: (method: string, path: string) => isArchiveFile(path) && method === 'GET',
  },
} as const;

type Visit = { sameOrigin: boolean };
type Handler<V> = (request: IncomingMessage, response: ServerResponse, visit: V, url: URL) => Promise<void>;

/** What answers them. `tenant` is the context of the workspace that an address names. */
export function createFileDoor<V extends Visit>(
  tenant: (visit: V, workspaceId: string | null) => Ctx,
): Record<keyof typeof fileRoutes, Handler<V>> {
  // a look that leaves a trace, a file that is kept: neither for another site to set off
  const entered = (visit: V, url: URL) => {
    if (!visit.sameOrigin) throw identityErrors.crossSite();
    return tenant(visit, url.searchParams.get('workspace'));
  };
  return {
    async auditFile(_request, response, visit, url) {
      await serveAudit(entered(visit, url), url, response);
    },
    async importFile(request, response, visit, url) {
      const taken = await takeImport(entered(visit, url), request, url.searchParams.get('name') ?? '');
      response
        .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
        .end(JSON.stringify(taken));
    },
    async exportFile(_request, response, visit, url) {
      await serveExport(entered(visit, url), url, response);
    },
    async archiveFile(_request, response, visit, url) {
      await serveArchive(entered(visit, url), url, response);
    },
    async importFaults(_request, response, visit, url) {
      await serveImportFaults(entered(visit, url), url, faultTexts, response);
    },
  };
}

function faultTexts(asked: string) {
  const locale = isLocale(asked) ? asked : 'es';
  const t = createTranslator(messagesOf(locale).imports, locale);
  return {
    head: [t('file.row'), t('file.reason'), t('file.column')] as [string, string, string],
    reason: (code: string, value: string) => t(`reasons.${code}`, { value }),
  };
}
