"""Small videos and the grey values that they must give: python3 make_videos.py, with ffmpeg and NumPy.

The values come from the planes that ffmpeg stores, by the formulas below, not from its conversion to grey."""
import json
import os
import subprocess

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))


def ffmpeg(arguments, data=b""):
    return subprocess.run(["ffmpeg", "-y", "-nostdin", "-v", "error", *arguments], input=data, stdout=subprocess.PIPE, check=True).stdout


def write(name, width, height, stored, planes, codec):
    ffmpeg(["-f", "rawvideo", "-pix_fmt", stored, "-video_size", f"{width}x{height}", "-framerate", "25", "-i", "pipe:0", *codec,
            "-fflags", "+bitexact", "-flags", "+bitexact", os.path.join(HERE, name)], planes)


def planes(name, stored):
    return np.frombuffer(ffmpeg(["-i", os.path.join(HERE, name), "-f", "rawvideo", "-pix_fmt", stored, "pipe:1"]), np.uint8)


def luma(name, width, height, count):
    """The Y plane of 4:2:0 as it is stored."""
    chroma = 2 * ((width + 1) // 2) * ((height + 1) // 2)
    stored = subprocess.check_output(["ffprobe", "-v", "error", "-show_entries", "stream=pix_fmt", "-of", "csv=p=0", os.path.join(HERE, name)], text=True).strip()
    return planes(name, stored).reshape(count, width * height + chroma)[:, :width * height]


rng = np.random.default_rng(5)
expected = {}

# Odd sizes, full range: motion JPEG as in EchoNet.
w, h, n = 25, 19, 5
y, x = np.mgrid[0:h, 0:w]
frames = [np.uint8((9 * x + 5 * y + 40 * k) % 256) for k in range(n)]
data = b"".join(f.tobytes() + bytes([128]) * (2 * 13 * 10) for f in frames)
write("full.avi", w, h, "yuvj420p", data, ["-c:v", "mjpeg", "-q:v", "2", "-pix_fmt", "yuvj420p"])
expected["full.avi"] = luma("full.avi", w, h, n).tolist()

# Limited range with every Y and colourful chroma.
w, h, n = 32, 16, 3
frames = [np.roll(np.tile(np.arange(256, dtype=np.uint8), 2), 7 * k) for k in range(n)]
data = b"".join(f.tobytes() + rng.integers(0, 256, 2 * 16 * 8, dtype=np.uint8).tobytes() for f in frames)
write("limited.mkv", w, h, "yuv420p", data, ["-c:v", "ffv1", "-color_range", "tv"])
expected["limited.mkv"] = np.clip(np.rint((luma("limited.mkv", w, h, n).astype(float) - 16) * 255 / 219), 0, 255).astype(int).tolist()

# RGB: luma by the weights of Rec. 601.
rgb = rng.integers(0, 256, (2, 12 * 10, 3), dtype=np.uint8)
rgb[0, :, :] = np.arange(120, dtype=np.uint8)[:, None] * 2
write("rgb.mkv", 12, 10, "rgb24", rgb.tobytes(), ["-c:v", "ffv1", "-pix_fmt", "bgr0"])
assert (planes("rgb.mkv", "rgb24").reshape(rgb.shape) == rgb).all()
expected["rgb.mkv"] = (rgb.astype(float) @ [0.299, 0.587, 0.114]).round(3).tolist()

# A variable rate: frames 0, 1, 2, 10, 11 of a clock of 25 Hz; and a rotation that is only noted.
w, h = 16, 12
grey = [np.full((h, w), 20 * k + 10, np.uint8) for k in range(12)]
ffmpeg(["-f", "rawvideo", "-pix_fmt", "gray", "-video_size", f"{w}x{h}", "-framerate", "25", "-i", "pipe:0", "-vf", "select=lt(n\\,3)+gt(n\\,9)",
        "-fps_mode", "passthrough", "-c:v", "ffv1", "-fflags", "+bitexact", "-flags", "+bitexact", os.path.join(HERE, "variable.mkv")], b"".join(g.tobytes() for g in grey))
expected["variable.mkv"] = [[20 * k + 10] * (w * h) for k in (0, 1, 2, 10, 11)]

half = np.zeros((h, w), np.uint8)
half[:, :4] = 255
write("upright.mp4", w, h, "gray", half.tobytes() * 2, ["-c:v", "mjpeg", "-q:v", "2", "-pix_fmt", "yuvj420p"])
ffmpeg(["-i", os.path.join(HERE, "upright.mp4"), "-c", "copy", "-metadata:s:v", "rotate=90", "-fflags", "+bitexact", os.path.join(HERE, "rotated.mp4")])
os.remove(os.path.join(HERE, "upright.mp4"))

with open(os.path.join(HERE, "videos.json"), "w", encoding="ascii") as file:
    json.dump(expected, file)
    file.write("\n")
