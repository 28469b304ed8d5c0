"""The map as a vector picture: persona, journey grid and emotion curve."""

from exports.typeset import PictureExporter

EXPORTER = PictureExporter("svg")
