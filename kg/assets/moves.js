// What part of the drawing is looked at.
const motion = () => (calm.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" });

// The part of the stage that no sheet covers, as distances from its edges.
function margins() {
  const sheet = byId("panel");
  const lower = innerWidth <= 760 && sheet.classList.contains("open") ? sheet.offsetHeight : 48;
  return { left: 16, right: 16, upper: innerWidth <= 760 ? 50 : 20, lower };
}

// Like network.fit, but around what lies on the stage, and with labels counted in.
function fitView({ animate = true } = {}) {
  if (!shown.size) return;
  const place = network.getPositions([...shown]);
  const edges = Object.entries(place).map(([id, { x, y }]) => {
    const { size, label } = nodes.get(id);
    const lines = label.split("\n");
    const half = Math.max(size, 3.8 * Math.max(...lines.map((line) => line.length)));
    return [x - half, y - size, x + half, y + size + 6 + 17 * lines.length];
  });
  const [left, upper] = [0, 1].map((at) => Math.min(...edges.map((edge) => edge[at])));
  const [right, lower] = [2, 3].map((at) => Math.max(...edges.map((edge) => edge[at])));
  const stage = byId("stage");
  const free = margins();
  const scale = Math.min(1.3, (stage.clientWidth - free.left - free.right) / (right - left),
    (stage.clientHeight - free.upper - free.lower) / (lower - upper));
  moveTo({ x: (left + right) / 2, y: (upper + lower) / 2 }, Math.max(0.05, scale), animate);
}

function moveTo(position, scale, animate = true) {
  const free = margins();
  const offset = { x: (free.left - free.right) / 2, y: (free.upper - free.lower) / 2 };
  network.moveTo({ position, scale, offset, animation: animate && motion() });
}

function centre(id) {
  moveTo(network.getPositions([id])[id], Math.max(network.getScale(), 0.85));
}

function zoom(factor) {
  network.moveTo({ scale: Math.min(5, Math.max(0.05, network.getScale() * factor)), animation: false });
}

function pan(x, y) {
  const { x: left, y: upper } = network.getViewPosition();
  const step = 60 / network.getScale();
  network.moveTo({ position: { x: left + x * step, y: upper + y * step } });
}

