import { useQuery } from '@tanstack/react-query';
import { projectKnownQuery } from '@/api/runs';
import { Own } from '@/kit';

/** Whether this server knows a project no more, so that it cannot start runs of it. False until that is certain. */
export function useProjectGone(project: string, enabled: boolean): boolean {
  const found = useQuery({ ...projectKnownQuery(project), enabled });
  return found.data === false;
}

export function ProjectGone({ project }: { project: string }) {
  return (
    <p role="status">
      This server has no project named <Own text={project} />, so it cannot start a run of it. Run the command in the
      project’s folder instead, or register the folder with this server.
    </p>
  );
}
