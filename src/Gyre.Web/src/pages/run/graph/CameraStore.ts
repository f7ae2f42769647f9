import type { Camera } from './camera';

type Listener = (camera: Camera, by: unknown) => void;

/** The camera outside of React: it moves sixty times a second and only the drawing has to follow. */
export class CameraStore {
  private camera: Camera = { x: 0, y: 0, zoom: 1 };
  private view = { width: 0, height: 0 };
  private readonly listeners = new Set<Listener>();

  get(): Camera {
    return this.camera;
  }

  size(): { width: number; height: number } {
    return this.view;
  }

  /** `by` lets a listener know its own moves. */
  set(camera: Camera, by: unknown = null): void {
    this.camera = camera;
    for (const listener of this.listeners) listener(camera, by);
  }

  resize(width: number, height: number): void {
    if (width === this.view.width && height === this.view.height) return;
    this.view = { width, height };
    this.set(this.camera);
  }

  readonly subscribe = (listener: Listener): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
}
