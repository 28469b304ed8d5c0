"""The map as a picture made of pixels: persona, journey grid and emotion curve."""

from exports.typeset import PictureExporter

EXPORTER = PictureExporter("png")
