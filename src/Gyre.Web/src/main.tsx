import { nonce } from './app/boot';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './app/base.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { baseUrl } from './api/base';

import { queryClient } from './app/query';
import { loadAhead, makeRouter } from './app/router';
import { start } from './app/start';
import { theme } from './app/theme';
import { mlflowLink } from './formats/mlflow/links';

const router = makeRouter(baseUrl.pathname);

/** Addresses of MLflow's pages, which live behind a `#` on the start page, lead to the pages here. */
function followMlflow(): void {
  const path = mlflowLink(window.location.hash);
  if (path !== null) router.history.replace(`${baseUrl.pathname.replace(/\/$/, '')}${path}`);
}

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element "root".');
followMlflow();
window.addEventListener('hashchange', followMlflow);
start(router);

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
      <QueryClientProvider client={queryClient}>
        <Notifications position="bottom-right" limit={4} containerWidth={360} />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);

window.addEventListener('load', () =>
  loadAhead(() => router.state.status === 'pending' || queryClient.isFetching() > 0),
);
