# One image for web, worker, jobs and the migration; docker-compose.yml says which command each of them runs.
FROM node:24-bookworm-slim AS base
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1 DO_NOT_TRACK=1
RUN npm install --global --no-audit --no-fund pnpm@12.21.0

FROM base AS build
COPY . .
RUN CI=1 pnpm install --frozen-lockfile --filter "@recado/web..." --filter "@recado/worker..." --filter "@recado/jobs-app..."
RUN cd apps/web && node node_modules/next/dist/bin/next build && rm -rf .next/cache

FROM base
COPY . .
# what the processes load, without the tools that built and tested it
RUN CI=1 pnpm install --prod --frozen-lockfile --filter "@recado/web..." --filter "@recado/worker..." --filter "@recado/jobs-app..."
COPY --from=build /app/apps/web/.next apps/web/.next
# a volume takes the owner of the folder it covers
RUN mkdir /media /audit && chown node:node /media /audit
USER node
CMD ["node", "apps/worker/src/main.ts"]
